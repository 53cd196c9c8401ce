package org.posthouse.lib.segments;

import java.util.Optional;

/**
 * Finds which octet was changed when octets do not match their checksum (CRC-32C): a sum is linear, so the
 * difference of two tells the place, if no more than one octet differs.
 */
public record FlippedBit(long index, int mask) {
    private static final int POLYNOMIAL = 0x82f63b78;
    /** One bit by chance fits one of 500 damages of this length; of what is shorter, fewer. */
    private static final long LONGEST = 1 << 20;
    /** The same for any change of one octet. */
    private static final long LONGEST_OCTET = 16 << 10;

    private static final int[] TABLE = new int[256];
    /** By the highest octet of an entry, its number. */
    private static final int[] NUMBER = new int[256];

    static {
        for (int i = 0; i < TABLE.length; i++) {
            int sum = i;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                sum = (sum & 1) == 0 ? sum >>> 1 : sum >>> 1 ^ POLYNOMIAL;
            }
            TABLE[i] = sum;
            NUMBER[sum >>> 24] = i;
        }
    }

    /**
     * The one change that explains it, if there is one and it is no chance.
     *
     * @param length of the octets that were summed up
     */
    public static Optional<FlippedBit> find(long length, int kept, int computed) {
        if (length > LONGEST) {
            return Optional.empty();
        }
        int difference = kept ^ computed;
        for (long index = length - 1; index >= 0; index--) {
            int mask = NUMBER[difference >>> 24];
            if (TABLE[mask] == difference && mask != 0) {
                boolean likely = Integer.bitCount(mask) == 1 || length <= LONGEST_OCTET;
                return likely ? Optional.of(new FlippedBit(index, mask)) : Optional.empty();
            }
            // Before the octet after it, which was the same in both.
            difference = (difference ^ TABLE[mask]) << 8 | mask;
        }
        return Optional.empty();
    }
}
