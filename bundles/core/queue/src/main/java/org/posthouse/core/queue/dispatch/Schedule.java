package org.posthouse.core.queue.dispatch;

import java.time.Duration;
import java.time.Instant;

/** When to try again: after {@code first}, then each time twice as long up to {@code longest}; until the mail is {@code lifetime} old. */
public record Schedule(Duration first, Duration longest, Duration lifetime) {
    private static final Duration FIRST_FOR_OURS = Duration.ofSeconds(2);
    /** So often it is tried at least: a clock that jumps ahead returns no mail. */
    private static final int LEAST_ATTEMPTS = 3;

    public Schedule {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || lifetime.isNegative()) {
            throw new IllegalArgumentException("first delay must be positive and not above the longest");
        }
    }

    /**
     * How long to wait after so many attempts.
     *
     * @param ours whether a part of this server was away, which will not be long: begins with seconds
     */
    Duration delay(int attempts, boolean ours) {
        int doublings = Math.max(0, Math.min(attempts - 1, 20));
        Duration begin = ours && first.compareTo(FIRST_FOR_OURS) > 0 ? FIRST_FOR_OURS : first;
        Duration delay = begin.multipliedBy(1L << doublings);
        return delay.compareTo(longest) < 0 ? delay : longest;
    }

    boolean expired(Instant arrived, int attempts, Instant now) {
        return attempts >= LEAST_ATTEMPTS && outlived(arrived, now);
    }

    /** Whether a mail that could not be tried is too old, and was to be looked at when it was: again, a clock alone returns no mail. */
    boolean expired(Instant arrived, Instant due, Instant now) {
        return outlived(arrived, due) && outlived(arrived, now);
    }

    private boolean outlived(Instant arrived, Instant now) {
        return !now.isBefore(arrived.plus(lifetime));
    }
}
