package org.posthouse.lib.segments;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * Writes at the end of one segment; one thread. What was written moves the end only when it has been flushed, so that after a failure
 * the next record takes the place of the broken one.
 */
final class SegmentWriter implements AutoCloseable {
    private static final byte[] PADDING = new byte[8];

    private final Segment segment;
    private final FileChannel channel;
    private final ByteBuffer buffer;
    private final Forcing forcing;
    private int flushed = Segment.HEADER;
    private int end = Segment.HEADER;
    private boolean broken;

    /** @param buffer a direct one that this writer uses alone from now on */
    SegmentWriter(Segment segment, ByteBuffer buffer, Forcing forcing) throws IOException {
        this.segment = segment;
        this.channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE);
        this.buffer = buffer.clear();
        this.forcing = forcing;
    }

    Segment segment() {
        return segment;
    }

    /** Octets in use, with those not yet flushed. */
    int end() {
        return end;
    }

    boolean fits(int span) {
        return end + span <= segment.size();
    }

    Place write(Drawn record, long lsn, long forced) throws IOException {
        Place place = new Place(segment, end, record.span());
        byte[] meta = record.meta();
        put(record.head(lsn, segment.number(), forced).encode(meta));
        put(record.contentFirst() ? record.content() : meta);
        put(record.contentFirst() ? meta : record.content());
        put(PADDING, record.span() - Head.SIZE - meta.length - record.content().length);
        return place;
    }

    void flush() throws IOException {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                flushed += channel.write(buffer, flushed);
            }
        } finally {
            buffer.clear();
        }
    }

    /** All that was written is on disk after it. Never called again after it has failed. */
    void force() throws IOException {
        flush();
        broken = true;
        forcing.force(channel);
        broken = false;
    }

    /** Whether a force has failed: what is in the file is not known any more. */
    boolean broken() {
        return broken;
    }

    /** Forgets what came after this end, and marks it as the end. */
    void rewind(int to) throws IOException {
        buffer.clear();
        flushed = to;
        end = to;
        channel.write(ByteBuffer.allocate(Math.min(Long.BYTES, segment.size() - to)), to);
    }

    private void put(byte[] octets) throws IOException {
        put(octets, octets.length);
    }

    private void put(byte[] octets, int length) throws IOException {
        for (int done = 0; done < length; ) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int chunk = Math.min(buffer.remaining(), length - done);
            buffer.put(octets, done, chunk);
            done += chunk;
        }
        end += length;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
