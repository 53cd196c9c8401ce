package org.posthouse.core.net.frame;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.posthouse.api.mail.Content;

/** Content that fits into memory; gives its share of the budget back when it is closed. */
final class MemoryContent implements Content {
    private final SpoolRoom room;
    private final byte[] octets;
    private final int size;
    private final AtomicBoolean closed = new AtomicBoolean();

    MemoryContent(SpoolRoom room, byte[] octets, int size) {
        this.room = room;
        this.octets = octets;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(octets, 0, size);
    }

    @Override
    public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
        int length = (int) Math.max(0, Math.min(count, size - offset));
        return length == 0 ? 0 : target.write(ByteBuffer.wrap(octets, (int) offset, length));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            room.release(octets.length);
        }
    }
}
