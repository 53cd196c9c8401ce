package org.posthouse.tck.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.posthouse.api.mail.Content;

/** A message of which only the first octets can be read. */
record BrokenContent(byte[] octets, int readable) implements Content {
    @Override
    public long size() {
        return octets.length;
    }

    @Override
    public InputStream open() {
        return new SequenceInputStream(new ByteArrayInputStream(octets, 0, readable), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the rest cannot be read");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw new IOException("the rest cannot be read");
            }
        });
    }

    @Override
    public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
        if (offset >= readable) {
            throw new IOException("the rest cannot be read");
        }
        return target.write(ByteBuffer.wrap(octets, (int) offset, (int) Math.min(count, readable - offset)));
    }

    @Override
    public void close() {
        // It is in memory.
    }
}
