package org.posthouse.core.queue.spool;

import java.time.Duration;

/**
 * How the spool uses the disk.
 *
 * @param segmentSize octets of a segment; smaller ones are taken where the disk is small
 * @param reserve octets that stay free on the disk: below, nothing new is taken
 * @param laziness how long marks that may be lost wait for a force
 */
public record SpoolSettings(int segmentSize, long reserve, Duration laziness) {
    /** Smallest segment that makes sense. */
    public static final int MIN_SEGMENT = 1 << 20;

    private static final long USUAL_RESERVE = 256 << 20;

    public SpoolSettings {
        if (segmentSize < MIN_SEGMENT || segmentSize % 8 != 0 || segmentSize > 1 << 30) {
            throw new IllegalArgumentException("segment size must be a multiple of 8 from 1 MiB to 1 GiB");
        }
        if (reserve < 0) {
            throw new IllegalArgumentException("reserve is not negative");
        }
    }

    /**
     * Fit for a disk of so many octets: at least sixty-four segments go on to it, and the reserve is a tenth at most, unless more than
     * the usual one is wanted. That is twice what the store keeps: what is taken here can still be delivered there.
     */
    SpoolSettings fitFor(long disk) {
        long largest = Math.max(MIN_SEGMENT, Long.highestOneBit(Math.max(1, disk / 64)));
        long kept = reserve > USUAL_RESERVE ? reserve : Math.min(reserve, disk / 10);
        return new SpoolSettings((int) Math.min(segmentSize, largest), kept, laziness);
    }

    /** Segments of marks are smaller: there is little in them. */
    int stateSegmentSize() {
        return Math.max(MIN_SEGMENT, segmentSize / 8);
    }

    /** Largest message that is kept within the log; larger ones have a file of their own. */
    int largestInline() {
        return Math.min(1 << 20, segmentSize / 4);
    }
}
