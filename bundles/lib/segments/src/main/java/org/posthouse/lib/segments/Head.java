package org.posthouse.lib.segments;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What every record begins with, big-endian: magic (with the layout: meta part or content first), type, LSN, epoch of its segment, the LSN up to which all
 * was known to be safe when it was written, lengths, checksum of the content, checksum of this head and the meta octets after it.
 */
record Head(
        boolean contentFirst,
        int type,
        long lsn,
        long epoch,
        long forced,
        int metaLength,
        int contentLength,
        int contentCrc) {
    static final int SIZE = 48;
    /** Longest meta part: a thousand recipients with parameters, or a million messages copied, stay below. */
    static final int MAX_META = 48 << 20;

    private static final int META_FIRST = 0x50485131;
    private static final int CONTENT_FIRST = 0x50485132;
    private static final int CHECKED = SIZE - Integer.BYTES;

    /** Octets the whole record takes; records begin at multiples of 8. */
    int span() {
        return span(metaLength, contentLength);
    }

    static int span(int metaLength, int contentLength) {
        return (SIZE + metaLength + contentLength + 7) & ~7;
    }

    int metaOffset() {
        return contentFirst ? SIZE + contentLength : SIZE;
    }

    int contentOffset() {
        return contentFirst ? SIZE : SIZE + metaLength;
    }

    byte[] encode(byte[] meta) {
        ByteBuffer head = ByteBuffer.allocate(SIZE)
                .putInt(contentFirst ? CONTENT_FIRST : META_FIRST)
                .putInt(type)
                .putLong(lsn)
                .putLong(epoch)
                .putLong(forced)
                .putInt(metaLength)
                .putInt(contentLength)
                .putInt(contentCrc);
        CRC32C crc = new CRC32C();
        crc.update(head.array(), 0, CHECKED);
        crc.update(meta);
        return head.putInt((int) crc.getValue()).array();
    }

    /** Whether a head may begin at this place, which the buffer has whole. */
    static boolean isMarked(ByteBuffer source, int at) {
        int magic = source.getInt(at);
        return magic == META_FIRST || magic == CONTENT_FIRST;
    }

    /** The head at this place of the buffer, if its fields can be true; {@link #intact} says whether they are. */
    static Optional<Head> decode(ByteBuffer source, int at) {
        if (source.limit() - at < SIZE) {
            return Optional.empty();
        }
        if (!isMarked(source, at)) {
            return Optional.empty();
        }
        Head head = new Head(
                source.getInt(at) == CONTENT_FIRST,
                source.getInt(at + 4),
                source.getLong(at + 8),
                source.getLong(at + 16),
                source.getLong(at + 24),
                source.getInt(at + 32),
                source.getInt(at + 36),
                source.getInt(at + 40));
        boolean plausible = head.metaLength >= 0 && head.metaLength <= MAX_META && head.contentLength >= 0;
        return plausible ? Optional.of(head) : Optional.empty();
    }

    boolean intact(byte[] headOctets, byte[] meta) {
        CRC32C crc = new CRC32C();
        crc.update(headOctets, 0, CHECKED);
        crc.update(meta);
        return ByteBuffer.wrap(headOctets).getInt(CHECKED) == (int) crc.getValue();
    }
}
