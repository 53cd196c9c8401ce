package org.posthouse.core.queue;

import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * Queue ids: nine digits of time in milliseconds, four of a count, to the base 32, so that they sort as they were made. The count
 * begins anywhere, so that a clock set back over a restart does not make an id twice.
 */
final class QueueIds {
    private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int COUNT_BITS = 20;
    private static final int LENGTH = 13;

    private final Clock clock;
    private final RandomGenerator random;
    private long last;

    QueueIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** A new one, greater than all before. */
    synchronized String next() {
        long now = clock.millis() << COUNT_BITS;
        last = Math.max(last + 1, now + (now > last ? random.nextInt(1 << (COUNT_BITS - 1)) : 0));
        char[] id = new char[LENGTH];
        long rest = last;
        for (int i = LENGTH - 1; i >= 0; i--) {
            id[i] = DIGITS[(int) (rest & 31)];
            rest >>>= 5;
        }
        return new String(id);
    }
}
