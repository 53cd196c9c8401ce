package org.posthouse.core.queue.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * When to try again, and when to give up.
 *
 * @param first until the second attempt
 * @param backOff how many times as long each pause is as the one before
 * @param longest pause there is
 * @param lifetime how old a mail may become
 * @param mostAttempts after so many it is given up, however old it is
 */
public record Schedule(Duration first, double backOff, Duration longest, Duration lifetime, OptionalInt mostAttempts) {
    private static final Duration FIRST_FOR_OURS = Duration.ofSeconds(2);
    private static final Duration LONGEST_FOR_OURS = Duration.ofMinutes(1);
    /** So often it is tried at least: a clock that jumps ahead returns no mail. */
    private static final int LEAST_ATTEMPTS = 3;

    public Schedule {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || lifetime.isNegative()) {
            throw new IllegalArgumentException("first delay must be positive and not above the longest");
        }
        if (!(backOff >= 1)) {
            throw new IllegalArgumentException("pauses do not become shorter");
        }
    }

    /**
     * How long to wait after so many attempts.
     *
     * @param ours whether a part of this server was away, which will not be long: begins with seconds
     */
    Duration delay(int attempts, boolean ours) {
        Duration begin = ours && first.compareTo(FIRST_FOR_OURS) > 0 ? FIRST_FOR_OURS : first;
        double millis = begin.toMillis() * Math.pow(backOff, Math.max(0, attempts - 1));
        return Duration.ofMillis((long) Math.min(millis, (double) longest.toMillis()));
    }

    /** How long to wait for a part of this server that is away: as long as the mail has waited already, within bounds. */
    Duration patience(Instant arrived, Instant now) {
        Duration age = Duration.between(arrived, now);
        if (age.compareTo(FIRST_FOR_OURS) < 0) {
            return FIRST_FOR_OURS;
        }
        return age.compareTo(LONGEST_FOR_OURS) > 0 ? LONGEST_FOR_OURS : age;
    }

    /** When a mail is given up. */
    Instant end(Instant arrived) {
        return arrived.plus(lifetime);
    }

    boolean expired(Instant arrived, int attempts, Instant now) {
        boolean spent = mostAttempts.isPresent() && attempts >= mostAttempts.getAsInt();
        return spent || (attempts >= LEAST_ATTEMPTS && outlived(arrived, now));
    }

    /** Whether a mail that could not be tried is too old, and was to be looked at when it was: again, a clock alone returns no mail. */
    boolean expired(Instant arrived, Instant due, Instant now) {
        return outlived(arrived, due) && outlived(arrived, now);
    }

    private boolean outlived(Instant arrived, Instant now) {
        return !now.isBefore(end(arrived));
    }
}
