package org.posthouse.lib.segments;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Finds which octet of a damaged record was changed, in its head or in its meta part, and what it was. */
public final class RecordMend {
    private RecordMend() {}

    /** An octet that should be another, by its offset in the file. */
    public record Octet(long offset, byte value) {}

    /** In the record at this offset of the segment; empty if more than an octet is wrong. */
    public static Optional<Octet> find(Segment segment, FileChannel reader, int offset) throws IOException {
        try {
            Optional<Octet> head = head(segment, reader, offset);
            return head.isPresent() ? head : meta(segment, reader, offset);
        } catch (IndexOutOfBoundsException | EOFException beyond) {
            return Optional.empty();
        }
    }

    /** Each bit is tried, also those of the checksum and of the lengths. */
    private static Optional<Octet> head(Segment segment, FileChannel reader, int offset) throws IOException {
        byte[] head = segment.head(reader, offset);
        for (int bit = 0; bit < head.length * Byte.SIZE; bit++) {
            int at = bit / Byte.SIZE;
            head[at] ^= (byte) (1 << bit % Byte.SIZE);
            if (segment.isRecord(reader, offset, head)) {
                return Optional.of(new Octet(offset + at, head[at]));
            }
            head[at] ^= (byte) (1 << bit % Byte.SIZE);
        }
        return Optional.empty();
    }

    private static Optional<Octet> meta(Segment segment, FileChannel reader, int offset) throws IOException {
        Optional<Segment.Checked> found = segment.checked(reader, offset);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Segment.Checked checked = found.get();
        byte[] octets = checked.octets();
        return FlippedBit.find(octets.length, checked.sum(), Append.crc(octets))
                .filter(flip -> flip.index() >= checked.headLength())
                .map(flip -> new Octet(checked.metaOffset() + flip.index() - checked.headLength(), (byte)
                        (octets[(int) flip.index()] ^ flip.mask())));
    }
}
