package org.posthouse.core.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;

/** Octets that have come and belong to no frame yet. All but {@link #held} is called under the connection's lock. */
final class Inbox {
    private final ByteBufAllocator allocator;
    private ByteBuf arrived = Unpooled.EMPTY_BUFFER;
    private ByteBuf held = Unpooled.EMPTY_BUFFER;

    Inbox(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    void add(ByteBuf octets) {
        arrived = append(arrived, octets);
    }

    /** Octets not yet looked at. */
    int arrived() {
        return arrived.readableBytes();
    }

    /** Gives what arrived to the owner of the connection; false if there was nothing. */
    boolean take() {
        if (!arrived.isReadable()) {
            return false;
        }
        held = append(held, arrived);
        arrived = Unpooled.EMPTY_BUFFER;
        return true;
    }

    /** What the owner of the connection takes frames from. */
    ByteBuf held() {
        return held;
    }

    /** Frees the memory of what has been read. */
    void trim() {
        if (!held.isReadable()) {
            held.release();
            held = Unpooled.EMPTY_BUFFER;
        }
    }

    void clear() {
        arrived.release();
        arrived = Unpooled.EMPTY_BUFFER;
        held.release();
        held = Unpooled.EMPTY_BUFFER;
    }

    private ByteBuf append(ByteBuf first, ByteBuf more) {
        return first.isReadable()
                ? ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, first, more)
                : replaced(first, more);
    }

    private static ByteBuf replaced(ByteBuf first, ByteBuf more) {
        first.release();
        return more;
    }
}
