package org.posthouse.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import org.posthouse.api.mail.Content;

/** A message within its open file. */
record StoredContent(FileChannel file, long size) implements Content {
    @Override
    public InputStream open() {
        return new Stream(file, size);
    }

    @Override
    public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
        long length = Math.min(count, size - offset);
        return length <= 0 ? 0 : file.transferTo(offset, length, target);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Reads at a position of its own, so that several may read at once. */
    private static final class Stream extends InputStream {
        private final FileChannel file;
        private final long size;
        private long at;

        Stream(FileChannel file, long size) {
            this.file = file;
            this.size = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            int wanted = (int) Math.min(length, size - at);
            if (length == 0 || wanted <= 0) {
                return length == 0 ? 0 : -1;
            }
            int count = file.read(ByteBuffer.wrap(into, offset, wanted), at);
            if (count < 0) {
                throw new IOException("the file is cut off");
            }
            at += count;
            return count;
        }

        @Override
        public long skip(long count) {
            long skipped = Math.max(0, Math.min(count, size - at));
            at += skipped;
            return skipped;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, size - at);
        }
    }
}
