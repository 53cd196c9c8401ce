package org.posthouse.core.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;

/** Reads into the heap: when memory beside the heap is used up an allocation sleeps, which an event loop must never do. */
final class HeapGulps extends AdaptiveRecvByteBufAllocator {
    /** Octets read at once, at most. */
    private static final int GULP = 1 << 15;

    HeapGulps() {
        super(256, 1024, GULP);
    }

    @Override
    @SuppressWarnings("deprecation")
    public Handle newHandle() {
        return new DelegatingHandle(super.newHandle()) {
            @Override
            public ByteBuf allocate(ByteBufAllocator memory) {
                return memory.heapBuffer(guess());
            }
        };
    }
}
