package org.posthouse.core.plugins.seat;

import java.time.Duration;

/**
 * How long a version that leaves is waited for. The three waits of one departure stay together below 5 s: so long does the component
 * runtime wait for its own locks.
 *
 * @param pins while another version is in charge already
 * @param pinsWithoutNext while nobody is in charge, so that new calls wait too
 * @param calls for the calls inside, before they are interrupted
 * @param interrupted for the calls inside, after that
 * @param vacancy an empty seat that has been empty for so long is waited for no more
 */
public record Limits(Duration pins, Duration pinsWithoutNext, Duration calls, Duration interrupted, Duration vacancy) {
    public static final Limits DEFAULT = new Limits(
            Duration.ofMillis(1500),
            Duration.ofMillis(750),
            Duration.ofMillis(2000),
            Duration.ofMillis(500),
            Duration.ofSeconds(10));

    public Limits {
        if (pins.plus(calls).plus(interrupted).compareTo(Duration.ofMillis(4500)) > 0) {
            throw new IllegalArgumentException("a departure takes less than the component runtime waits");
        }
    }
}
