package org.posthouse.store.jdbc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.posthouse.lib.segments.FlippedBit;
import org.posthouse.lib.store.Verdict;

/** Finds which octet of a damaged file was changed, and what it was. */
final class ContentMend {
    private static final long LARGEST = 1 << 20;

    private ContentMend() {}

    /** An octet that should be another. */
    record Octet(long offset, byte value) {}

    /** In the file of a message of this size; empty if more than an octet is wrong. */
    static Optional<Octet> find(FileChannel file, long size, Verdict verdict) throws IOException {
        long end = file.size() - ContentFormat.TAIL;
        return switch (verdict) {
            case FRAME -> tail(file, end, end - size);
            case STRUCTURE -> flipped(file, size, end - size, ContentFormat.STRUCTURE_SUM);
            case MESSAGE -> flipped(file, 0, size, ContentFormat.MESSAGE_SUM);
            default -> Optional.empty();
        };
    }

    /** @param sumAt where in the tail their sum is: it may be what was changed */
    private static Optional<Octet> flipped(FileChannel file, long from, long length, int sumAt) throws IOException {
        if (length > LARGEST) {
            return Optional.empty();
        }
        byte[] octets = ContentFormat.read(file, from, (int) length);
        CRC32C sum = new CRC32C();
        sum.update(octets);
        int computed = (int) sum.getValue();
        int kept = ContentFormat.tail(file).sum(sumAt);
        int difference = kept ^ computed;
        if (Integer.bitCount(difference) == 1) {
            int shift = Integer.numberOfTrailingZeros(difference) / Byte.SIZE;
            long offset = file.size() - ContentFormat.TAIL + sumAt + Integer.BYTES - 1 - shift;
            return Optional.of(new Octet(offset, (byte) (computed >>> (Byte.SIZE * shift))));
        }
        return FlippedBit.find(length, kept, computed)
                .map(flip -> new Octet(from + flip.index(), (byte) (octets[(int) flip.index()] ^ flip.mask())));
    }

    /** The mark and the length of the structure are known without it. */
    private static Optional<Octet> tail(FileChannel file, long at, long structureLength) throws IOException {
        byte[] found = ContentFormat.read(file, at, ContentFormat.TAIL);
        byte[] right =
                ContentFormat.tail(file).withLength((int) structureLength).octets();
        Optional<Octet> wrong = Optional.empty();
        for (int i = 0; i < found.length; i++) {
            if (found[i] != right[i]) {
                if (wrong.isPresent()) {
                    return Optional.empty();
                }
                wrong = Optional.of(new Octet(at + i, right[i]));
            }
        }
        return wrong;
    }
}
