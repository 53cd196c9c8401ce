package org.posthouse.core.queue.spool;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32C;
import org.posthouse.api.mail.Content;

/** A stretch of a file, with a channel of its own. */
final class SpooledContent implements Content {
    private static final int CHUNK = 64 << 10;

    private final FileChannel file;
    private final long start;
    private final long size;
    private final Runnable lent;

    /** @param lent told before octets of it are given away otherwise than as a copy in memory */
    SpooledContent(FileChannel file, long start, long size, Runnable lent) {
        this.file = file;
        this.start = start;
        this.size = size;
        this.lent = lent;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public InputStream open() {
        return new Reading();
    }

    @Override
    public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
        long length = Math.max(0, Math.min(count, size - offset));
        if (!(target instanceof Content.Into)) {
            lent.run();
        }
        return length == 0 ? 0 : file.transferTo(start + offset, length, target);
    }

    /** Whether all of it reads with this checksum. */
    boolean intact(int expected) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(1, size))];
        long read = 0;
        try (InputStream in = open()) {
            for (int n; (n = in.read(chunk)) >= 0; read += n) {
                crc.update(chunk, 0, n);
            }
        }
        return read == size && (int) crc.getValue() == expected;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads from where it stands, by positions, so that several may read at once. */
    private final class Reading extends InputStream {
        private long at;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int wanted = (int) Math.min(length, size - at);
            if (wanted <= 0) {
                return length == 0 ? 0 : -1;
            }
            int n = file.read(ByteBuffer.wrap(target, offset, wanted), start + at);
            if (n > 0) {
                at += n;
            }
            return n;
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
