package org.posthouse.protocol.imap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import org.posthouse.api.mail.Content;

/** The first octets of a content; closing it closes all of it. */
record LeadingOctets(Content content, long size) implements Content {
    @Override
    public InputStream open() throws IOException {
        return new Limited(content.open(), size);
    }

    @Override
    public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
        return content.transferTo(offset, Math.max(0, Math.min(count, size - offset)), target);
    }

    @Override
    public void close() {
        content.close();
    }

    /** A stream that ends early. */
    private static final class Limited extends InputStream {
        private final InputStream stream;
        private long left;

        Limited(InputStream stream, long left) {
            this.stream = stream;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            int octet = left > 0 ? stream.read() : -1;
            left -= octet < 0 ? 0 : 1;
            return octet;
        }

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            if (left <= 0 && count > 0) {
                return -1;
            }
            int read = stream.read(target, from, (int) Math.min(count, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
