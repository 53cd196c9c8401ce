package org.posthouse.lib.guard;

import java.util.concurrent.atomic.AtomicLongArray;

/** How long calls took, in steps of a fifth at most. Safe for any thread, and never waits. */
final class Tally {
    /** Steps between a power of two and the next, as a power of two. */
    private static final int FINENESS = 2;

    /** A day and more: nothing takes longer. */
    private static final long MOST = 1L << 40;

    private final AtomicLongArray steps = new AtomicLongArray(Long.SIZE << FINENESS);

    void add(long micros) {
        steps.incrementAndGet(step(Math.max(1, Math.min(MOST, micros))));
    }

    /** The power of two, and which of the steps after it. */
    private static int step(long micros) {
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
        long fine = ((micros - (1L << power)) << FINENESS) >> power;
        return (power << FINENESS) + (int) fine;
    }

    /** The shortest that is longer than what belongs into this step. */
    private static long above(int step) {
        int power = step >> FINENESS;
        long fine = (step & ((1 << FINENESS) - 1)) + 1L;
        return (1L << power) + (((fine << power) + (1 << FINENESS) - 1) >> FINENESS);
    }

    long count() {
        long count = 0;
        for (int i = 0; i < steps.length(); i++) {
            count += steps.get(i);
        }
        return count;
    }

    /** So many microseconds were enough for this share of the calls; 0 without any. */
    long micros(double share) {
        double enough = count() * share;
        long count = 0;
        for (int i = 0; i < steps.length(); i++) {
            count += steps.get(i);
            if (count > 0 && count >= enough) {
                return Math.max(1, above(i) - 1);
            }
        }
        return 0;
    }
}
