package org.posthouse.delivery.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** Says when refusals are to be told: one a minute, with the number of those that were not. Safe for threads. */
final class Refusals {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Clock clock;
    private Instant next = Instant.MIN;
    private long untold;

    Refusals(Clock clock) {
        this.clock = clock;
    }

    /** One more. How many were kept quiet since the last that was told; empty if this one is kept quiet, too. */
    synchronized OptionalLong count() {
        Instant now = clock.instant();
        boolean setBack = next.isAfter(now.plus(PAUSE));
        if (now.isBefore(next) && !setBack) {
            untold++;
            return OptionalLong.empty();
        }
        long before = untold;
        untold = 0;
        next = now.plus(PAUSE);
        return OptionalLong.of(before);
    }
}
