package org.posthouse.lib.segments;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * Which LSNs a segment holds, as its header tells: all above the start; none above the end, once it is noted there. It is noted when a
 * later segment goes, for that one would have told it.
 */
record Range(long start, OptionalLong end) {
    /** Octets it takes in the header: so few that they are written at once or not at all. */
    static final int SIZE = 20;

    private static final long OPEN = -1;
    private static final int CHECKED = SIZE - Integer.BYTES;

    Range {
        if (start < 0 || end.orElse(0) < 0) {
            throw new IllegalArgumentException("LSNs are not negative");
        }
    }

    static Range from(long start) {
        return new Range(start, OptionalLong.empty());
    }

    Range endingAt(long lsn) {
        return new Range(start, OptionalLong.of(lsn));
    }

    ByteBuffer encode() {
        ByteBuffer octets = ByteBuffer.allocate(SIZE).putLong(start).putLong(end.orElse(OPEN));
        return octets.putInt(crc(octets)).flip();
    }

    /** The range in these octets; any LSN if they are not whole. */
    static Range decode(ByteBuffer octets) {
        long start = octets.getLong(0);
        long end = octets.getLong(Long.BYTES);
        boolean whole = start >= 0 && end >= OPEN && octets.getInt(CHECKED) == crc(octets);
        return whole ? new Range(start, end == OPEN ? OptionalLong.empty() : OptionalLong.of(end)) : from(0);
    }

    private static int crc(ByteBuffer octets) {
        CRC32C crc = new CRC32C();
        crc.update(octets.duplicate().position(0).limit(CHECKED));
        return (int) crc.getValue();
    }
}
