package org.posthouse.api.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Bytes at rest: spooled once, read as often as needed and by several threads at once, never changed. A lease: whoever took it
 * closes it once; a method that is given one may read it until it returns and keeps nothing of it.
 */
public interface Content extends AutoCloseable {
    /** Size in octets. */
    long size();

    /** A new stream over all of it. */
    InputStream open() throws IOException;

    /** Copies at most {@code count} octets from {@code offset} on to the target, without passing the heap where it can; returns how many. */
    long transferTo(long offset, long count, WritableByteChannel target) throws IOException;

    /**
     * Reads all of it, where it is kept with a checksum, and fails if it is not what was kept. To be asked before octets go to somebody
     * who could not be told of damage any more; {@link #open} says at the end of the stream what this says before.
     */
    default void check() throws IOException {}

    /** Octets from {@code offset} on, at most {@code limit}; not to be changed. */
    default byte[] bytes(long offset, int limit) throws IOException {
        int length = (int) Math.max(0, Math.min(limit, size() - offset));
        ByteBuffer buffer = ByteBuffer.allocate(length);
        try (Into into = new Into(buffer)) {
            for (long at = offset; buffer.hasRemaining(); ) {
                long moved = transferTo(at, buffer.remaining(), into);
                if (moved <= 0) {
                    throw new IOException("content ends at " + at + " of " + size());
                }
                at += moved;
            }
        }
        return buffer.array();
    }

    /** All of it, of at most so many octets as an array has, and sound as by {@link #check}. */
    default byte[] sound() throws IOException {
        check();
        return bytes(0, Math.toIntExact(size()));
    }

    /**
     * Where the octets from this offset on lie in a file, as far as they do, so that the system may send them without their passing
     * through us. They stay there as they are until this is closed.
     */
    default Optional<FileRange> inFile(long offset) {
        return Optional.empty();
    }

    /** What it is joined of, in order; itself alone if it is not joined. They are the whole's to close. */
    default List<Content> pieces() {
        return List.of(this);
    }

    /**
     * What its octets are, in a word, if somebody has found out: contents that say the same have the same octets, now and for ever, so that
     * a store may keep these once for all messages they are a piece of.
     */
    default Optional<String> identity() {
        return Optional.empty();
    }

    @Override
    void close();

    /** This content, of which it is known what its octets are, as by a cryptographic hash. */
    static Content identified(Content content, String identity) {
        return new Identified(content, identity);
    }

    /** These octets, which the caller does not change any more. */
    static Content of(byte[] octets) {
        return new Octets(octets);
    }

    /** One after the other; closing the whole closes its pieces. */
    static Content join(List<Content> pieces) {
        return pieces.size() == 1 ? pieces.get(0) : new Joined(pieces);
    }

    /** Content in memory. */
    record Octets(byte[] octets) implements Content {
        @Override
        public long size() {
            return octets.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(octets);
        }

        @Override
        public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
            int length = (int) Math.max(0, Math.min(count, octets.length - offset));
            return length == 0 ? 0 : target.write(ByteBuffer.wrap(octets, (int) offset, length));
        }

        @Override
        public byte[] bytes(long offset, int limit) {
            if (offset == 0 && limit >= octets.length) {
                return octets;
            }
            int from = (int) Math.min(octets.length, offset);
            return Arrays.copyOfRange(octets, from, (int) Math.min(octets.length, (long) from + Math.max(0, limit)));
        }

        @Override
        public void close() {}
    }

    /** A channel that fills a buffer. */
    record Into(ByteBuffer buffer) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer source) {
            int length = Math.min(source.remaining(), buffer.remaining());
            ByteBuffer slice = source.duplicate().limit(source.position() + length);
            buffer.put(slice);
            source.position(source.position() + length);
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
