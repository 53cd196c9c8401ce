package org.posthouse.lib.segments;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads what a segment holds. A torn tail ends it: nobody was told that it was safe. A hole before something that knew more to be safe
 * is damage: it is passed over and told.
 */
final class SegmentScan implements AutoCloseable {
    private static final int WINDOW = 256 << 10;
    private static final int SMALL = 8 << 10;

    private final Segment segment;
    private final FileChannel reader;
    private final OptionalLong bound;
    private final ByteBuffer window;
    private long windowStart;
    /** Where the file ends, once that has been seen: it may be far before the end of the segment. */
    private long fileEnd = Long.MAX_VALUE;

    private final List<Row> rows = new ArrayList<>();
    private final List<Integer> holes = new ArrayList<>();
    private long last;
    private long forced;

    /** A record in the file. */
    record Row(Head head, int offset, byte[] meta) {
        Found found(Segment segment) {
            return new Found(head.type(), head.lsn(), new Place(segment, offset, head.span()), meta);
        }
    }

    /** @param bound up to where, as its header or later segments know, records were safe; empty: nobody knows */
    SegmentScan(Segment segment, OptionalLong bound) throws IOException {
        this(segment, bound, WINDOW);
    }

    /** For a look at the first record. */
    static SegmentScan ofFirst(Segment segment) throws IOException {
        return new SegmentScan(segment, OptionalLong.empty(), SMALL);
    }

    private SegmentScan(Segment segment, OptionalLong bound, int octets) throws IOException {
        this.window = ByteBuffer.allocate(octets);
        this.segment = segment;
        this.reader = segment.open();
        this.bound = bound;
        this.last = segment.range().start();
        window.limit(0);
    }

    /** The first record, if it is intact. */
    Optional<Row> first() throws IOException {
        return at(Segment.HEADER);
    }

    /** Some record, if there is any that is intact. */
    Optional<Row> any() throws IOException {
        return next(Segment.HEADER);
    }

    /** All that count, in order. */
    List<Row> rows() throws IOException {
        int at = Segment.HEADER;
        while (true) {
            Optional<Row> row = at(at);
            if (row.isEmpty()) {
                row = beyond(at);
            }
            if (row.isEmpty()) {
                break;
            }
            take(row.get());
            at = row.get().offset() + row.get().head().span();
        }
        cut();
        return rows;
    }

    /** The highest LSN seen, also of what does not count. */
    long last() {
        return last;
    }

    /** Where damage begins. */
    List<Integer> holes() {
        return holes;
    }

    private void take(Row row) {
        rows.add(row);
        last = row.head().lsn();
        forced = Math.max(forced, row.head().forced());
    }

    /** The record after a hole that must not be there; empty if the log ends here. */
    private Optional<Row> beyond(int hole) throws IOException {
        if (bound.isPresent() && bound.getAsLong() <= last) {
            return Optional.empty();
        }
        Optional<Row> next = next(hole);
        if (bound.isPresent() || isVouchedFor(next)) {
            holes.add(hole);
            return next;
        }
        return Optional.empty();
    }

    /** The first record from here on. */
    private Optional<Row> next(int from) throws IOException {
        int at = from;
        while (at + Head.SIZE <= segment.size() && load(at, Head.SIZE)) {
            at = marked(at);
            Optional<Row> row = at(at);
            if (row.isPresent()) {
                return row;
            }
            at += 8;
        }
        return Optional.empty();
    }

    /** The first place from here on where a head may begin, or the last one that the window holds whole: most is passed over at once. */
    private int marked(int from) {
        int at = (int) (from - windowStart);
        while (!Head.isMarked(window, at) && at + 8 + Head.SIZE <= window.limit()) {
            at += 8;
        }
        return (int) (windowStart + at);
    }

    /** Whether this record or a later one knew that more was safe than has been read: those that were forced with the hole do not. */
    private boolean isVouchedFor(Optional<Row> first) throws IOException {
        for (Optional<Row> row = first;
                row.isPresent();
                row = next(row.get().offset() + row.get().head().span())) {
            if (row.get().head().forced() > last) {
                return true;
            }
        }
        return false;
    }

    /** Drops what nobody was told to be safe and is not whole, or is known to have failed. */
    private void cut() throws IOException {
        if (bound.isPresent()) {
            rows.removeIf(row -> row.head().lsn() > bound.getAsLong());
            return;
        }
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (row.head().lsn() > forced && !contentIntact(row)) {
                rows.subList(i, rows.size()).clear();
            }
        }
    }

    private boolean contentIntact(Row row) throws IOException {
        Head head = row.head();
        long offset = row.offset() + (long) head.contentOffset();
        return Append.crc(Segment.read(reader, offset, head.contentLength())) == head.contentCrc();
    }

    private Optional<Row> at(int offset) throws IOException {
        if (!load(offset, Head.SIZE)) {
            return Optional.empty();
        }
        int inWindow = (int) (offset - windowStart);
        Optional<Head> decoded = Head.decode(window, inWindow);
        if (decoded.isEmpty() || !possible(decoded.get(), offset)) {
            return Optional.empty();
        }
        Head head = decoded.get();
        byte[] octets = new byte[Head.SIZE];
        window.get(inWindow, octets);
        if (head.metaLength() > window.capacity() && !segment.isRecord(reader, offset, octets)) {
            return Optional.empty();
        }
        byte[] meta = meta(offset + head.metaOffset(), head.metaLength());
        return head.intact(octets, meta) ? Optional.of(new Row(head, offset, meta)) : Optional.empty();
    }

    private boolean possible(Head head, int offset) {
        long span = (long) Head.SIZE + head.metaLength() + head.contentLength();
        return head.epoch() == segment.number() && head.lsn() > last && offset + span <= segment.size();
    }

    private byte[] meta(int offset, int length) throws IOException {
        if (length > window.capacity()) {
            return Segment.read(reader, offset, length);
        }
        byte[] meta = new byte[length];
        if (load(offset, length)) {
            window.get((int) (offset - windowStart), meta);
        }
        return meta;
    }

    /** Makes these octets be in the window; false if the file ends before. */
    private boolean load(int offset, int length) throws IOException {
        if (offset >= windowStart && offset + length <= windowStart + window.limit()) {
            return true;
        }
        if ((long) offset + length > fileEnd) {
            return false;
        }
        window.clear();
        windowStart = offset;
        int read = 0;
        while (window.hasRemaining() && read >= 0) {
            read = reader.read(window, windowStart + window.position());
        }
        window.flip();
        if (read < 0) {
            fileEnd = windowStart + window.limit();
        }
        return window.limit() >= length;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
