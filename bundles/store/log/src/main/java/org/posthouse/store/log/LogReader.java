package org.posthouse.store.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.posthouse.lib.segments.Append;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.RecordReader;
import org.posthouse.lib.segments.Segment;
import org.posthouse.lib.segments.SegmentLog;
import org.posthouse.lib.segments.Stored;

/** Reads records again. Holds on to the segment it read last. For one thread. */
final class LogReader implements AutoCloseable {
    private final SegmentLog log;
    private Optional<Open> open = Optional.empty();

    private record Open(Segment segment, FileChannel channel, RecordReader records) {
        void close() throws IOException {
            try {
                channel.close();
            } finally {
                segment.unpin();
            }
        }
    }

    LogReader(SegmentLog log) {
        this.log = log;
    }

    /** The meta part of the record at this position, checked, from its kind on. */
    FieldReader fields(long position) throws IOException {
        return new FieldReader(stored(position).meta());
    }

    /** The same, which must be of this kind; from behind the kind on. */
    FieldReader fields(long position, int kind) throws IOException {
        FieldReader fields = fields(position);
        long found = fields.number();
        if (found != kind) {
            throw new IOException("a record of kind " + found + " where one of kind " + kind + " should be");
        }
        return fields;
    }

    /** The content of the record at this position, checked. */
    byte[] content(long position) throws IOException {
        Stored stored = stored(position);
        Open now = open.orElseThrow();
        byte[] content = now.segment().content(now.channel(), stored);
        if (Append.crc(content) != stored.contentCrc()) {
            throw new IOException(
                    "the record at " + Positions.offset(position) + " of " + now.segment() + " is damaged");
        }
        return content;
    }

    private Stored stored(long position) throws IOException {
        var unused = channel(position);
        return open.orElseThrow().records().stored(Positions.offset(position));
    }

    /** The file of the segment in which this position lies; open until another one is asked for. */
    FileChannel channel(long position) throws IOException {
        long number = Positions.segment(position);
        if (open.isPresent() && open.get().segment().number() == number) {
            return open.get().channel();
        }
        close();
        Segment segment = log.pinned(number).orElseThrow(() -> new GoneException(number));
        try {
            FileChannel channel = segment.reader();
            open = Optional.of(new Open(segment, channel, new RecordReader(segment, channel)));
        } finally {
            if (open.isEmpty()) {
                segment.unpin();
            }
        }
        return open.get().channel();
    }

    @Override
    public void close() throws IOException {
        Optional<Open> last = open;
        open = Optional.empty();
        if (last.isPresent()) {
            last.get().close();
        }
    }
}
