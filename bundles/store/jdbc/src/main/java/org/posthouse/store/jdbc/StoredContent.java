package org.posthouse.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.FileRange;

/** A message within its open file. The number is its content's. */
record StoredContent(long number, FileChannel file, long size, Soundness soundness) implements Content {
    private static final int PIECE = 64 << 10;

    @Override
    public InputStream open() {
        return new Stream(this);
    }

    @Override
    public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
        long length = Math.min(count, size - offset);
        if (length <= 0) {
            return 0;
        }
        return target instanceof Content.Into into
                ? fill(into.buffer(), offset, length)
                : file.transferTo(offset, length, target);
    }

    /** Straight into a buffer by one call of the system, where {@link FileChannel#transferTo} would make one for each 8 KiB. */
    private long fill(ByteBuffer buffer, long offset, long length) throws IOException {
        int room = (int) Math.min(length, buffer.remaining());
        int count = Math.max(0, file.read(buffer.slice(buffer.position(), room), offset));
        buffer.position(buffer.position() + count);
        return count;
    }

    /** Not again when it was found sound a moment ago: some clients fetch a large message in small pieces. */
    @Override
    public void check() throws IOException {
        if (soundness.fresh(number)) {
            return;
        }
        byte[] piece = new byte[(int) Math.min(PIECE, Math.max(1, size))];
        try (InputStream all = open()) {
            while (all.read(piece) >= 0) {
                // Its end tells.
            }
        }
    }

    @Override
    public Optional<FileRange> inFile(long offset) {
        return FileRange.within(file, 0, size, offset);
    }

    @Override
    public byte[] bytes(long offset, int limit) throws IOException {
        return ContentFormat.read(file, offset, (int) Math.max(0, Math.min(limit, size - offset)));
    }

    @Override
    public byte[] sound() throws IOException {
        if (size > PIECE) {
            return Content.super.sound();
        }
        try {
            return ContentFormat.message(file, (int) size);
        } catch (IOException failure) {
            throw soundness.damaged(number, failure.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Reads at a position of its own, so that several may read at once; who reads all is told of damage before the last octets. */
    private static final class Stream extends InputStream {
        private final StoredContent content;
        private final CRC32C sum = new CRC32C();
        private boolean skipped;
        private long at;

        Stream(StoredContent content) {
            this.content = content;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            int wanted = (int) Math.min(length, content.size - at);
            if (length == 0 || wanted <= 0) {
                return length == 0 ? 0 : end();
            }
            int count = content.file.read(ByteBuffer.wrap(into, offset, wanted), at);
            if (count < 0) {
                throw content.soundness.damaged(content.number, "it is cut off");
            }
            at += count;
            sum.update(into, offset, count);
            if (at == content.size) {
                end();
            }
            return count;
        }

        private int end() throws IOException {
            if (!skipped) {
                content.soundness.compare(content.number, content.file, content.size, (int) sum.getValue());
            }
            return -1;
        }

        @Override
        public long skip(long count) {
            long length = Math.max(0, Math.min(count, content.size - at));
            skipped |= length > 0;
            at += length;
            return length;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, content.size - at);
        }
    }
}
