package org.posthouse.store.log;

import java.io.EOFException;
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

/** A message where it lies. The position is known to those who remember which messages were sound. */
record StoredBody(Source source, Body body, long position, Soundness soundness) implements Content {
    private static final int PIECE = 64 << 10;

    /**
     * An open file, and where in it.
     *
     * @param lent to be told before octets of it are given away otherwise than as a copy in memory
     * @param released to be told when it is closed; once is enough
     */
    record Source(FileChannel file, long offset, Runnable lent, Runnable released) {}

    @Override
    public long size() {
        return body.size();
    }

    @Override
    public InputStream open() {
        return new Stream(this);
    }

    @Override
    public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
        long length = Math.min(count, body.size() - offset);
        if (length <= 0) {
            return 0;
        }
        if (target instanceof Content.Into into) {
            return fill(into.buffer(), offset, length);
        }
        source.lent().run();
        return source.file().transferTo(body.messageStart() + offset, length, target);
    }

    /** Straight into a buffer by one call of the system, where {@link FileChannel#transferTo} would make one for each 8 KiB. */
    private long fill(ByteBuffer buffer, long offset, long length) throws IOException {
        int room = (int) Math.min(length, buffer.remaining());
        ByteBuffer part = buffer.slice(buffer.position(), room);
        int count = Math.max(0, source.file().read(part, body.messageStart() + offset));
        buffer.position(buffer.position() + count);
        return count;
    }

    /** Not again when it was found sound a moment ago: some clients fetch a large message in small pieces. */
    @Override
    public void check() throws IOException {
        if (soundness.fresh(position)) {
            return;
        }
        byte[] piece = new byte[(int) Math.min(PIECE, Math.max(1, body.size()))];
        try (InputStream all = open()) {
            while (all.read(piece) >= 0) {
                // Its end tells.
            }
        }
    }

    @Override
    public Optional<FileRange> inFile(long offset) {
        source.lent().run();
        return FileRange.within(source.file(), body.messageStart(), body.size(), offset);
    }

    @Override
    public void close() {
        try {
            source.file().close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            source.released().run();
        }
    }

    /** Reads at a position of its own, so that several may read at once; who reads all is told of damage before the last octets. */
    private static final class Stream extends InputStream {
        private final StoredBody content;
        private final CRC32C sum = new CRC32C();
        private boolean skipped;
        private long at;

        Stream(StoredBody content) {
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
            int wanted = (int) Math.min(length, content.size() - at);
            if (length == 0) {
                return 0;
            }
            if (wanted <= 0) {
                return end();
            }
            int count =
                    content.source.file().read(ByteBuffer.wrap(into, offset, wanted), content.body.messageStart() + at);
            if (count < 0) {
                throw new EOFException("the message is cut off");
            }
            at += count;
            sum.update(into, offset, count);
            if (at == content.size()) {
                end();
            }
            return count;
        }

        private int end() throws IOException {
            if (!skipped) {
                content.soundness.compare(content.position, content.body.messageSum(), (int) sum.getValue());
            }
            return -1;
        }

        @Override
        public long skip(long count) {
            long length = Math.max(0, Math.min(count, content.size() - at));
            skipped |= length > 0;
            at += length;
            return length;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, content.size() - at);
        }
    }
}
