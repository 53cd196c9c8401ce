package org.posthouse.lib.segments;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Reads records of a segment again and checks them, those close behind each other by one call. For one thread. */
public final class RecordReader {
    /** Octets read at once where one record was found behind the other. */
    private static final int AHEAD = 64 << 10;
    /** What is read along rather than asked for by itself. */
    private static final int NEAR = 16 << 10;
    /** Few heads, with what is said of a record, are longer. */
    private static final int LIKELY = 512;
    /** What is longer is checked before it is read: it may be a length that is damaged. */
    private static final int LONG = 1 << 20;

    private final Segment segment;
    private final FileChannel file;
    private byte[] window = {};
    private long begin;
    private int length;

    /** @param file of this segment */
    public RecordReader(Segment segment, FileChannel file) {
        this.segment = segment;
        this.file = file;
    }

    /** The record at this offset, as {@link Segment#stored} gives it; one that ends behind the segment is damaged like any other. */
    public Stored stored(int offset) throws IOException {
        try {
            return read(offset);
        } catch (EOFException beyond) {
            throw new DamagedException(segment, offset, beyond);
        }
    }

    private Stored read(int offset) throws IOException {
        byte[] octets = octets(offset, Head.SIZE);
        Head head = Head.decode(ByteBuffer.wrap(octets), 0)
                .filter(found -> segment.fits(found, offset))
                .orElseThrow(() -> new DamagedException(segment, offset));
        if (head.metaLength() > LONG && !segment.isRecord(file, offset, octets)) {
            throw new DamagedException(segment, offset);
        }
        byte[] meta = octets((long) offset + head.metaOffset(), head.metaLength());
        if (!head.intact(octets, meta)) {
            throw new DamagedException(segment, offset);
        }
        return new Stored(meta, offset + (long) head.contentOffset(), head.contentLength(), head.contentCrc());
    }

    private byte[] octets(long offset, int wanted) throws IOException {
        if (offset < begin || offset + wanted > begin + length) {
            boolean follows = offset >= begin && offset <= begin + length + NEAR && length > 0;
            fill(offset, Math.max(wanted, follows ? AHEAD : LIKELY));
            if (length < wanted) {
                throw new EOFException("segment ends in the midst of a record");
            }
        }
        int from = (int) (offset - begin);
        return Arrays.copyOfRange(window, from, from + wanted);
    }

    private void fill(long offset, int most) throws IOException {
        if (window.length < most) {
            window = new byte[most];
        }
        ByteBuffer buffer = ByteBuffer.wrap(window, 0, most);
        begin = offset;
        length = 0;
        for (int read = 0; buffer.hasRemaining() && read >= 0; ) {
            read = file.read(buffer, offset + buffer.position());
        }
        length = buffer.position();
    }
}
