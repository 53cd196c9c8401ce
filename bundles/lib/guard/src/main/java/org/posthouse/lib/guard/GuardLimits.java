package org.posthouse.lib.guard;

import java.time.Duration;

/**
 * How much is borne of a plug-in.
 *
 * @param deadline so long a call may take; then it is interrupted, and its caller is told
 * @param slow a call that takes longer counts as a failure, even if it succeeds in the end
 * @param places so many calls are in one version at a time: as many threads it may take with it, whatever it did before
 * @param mostPlaces the same for one that asks for more by {@link org.posthouse.api.plugin.Seat#PLACES}
 * @param failures after so many in a row, or half of the last four times as many calls, its breaker opens
 * @param firstWait so long it stays open at first before a call tries it
 * @param longestWait each time that fails it stays open twice as long, up to this
 * @param patience who waits for a place goes away when nobody has come in or out for so long, or at the deadline
 */
public record GuardLimits(
        Duration deadline,
        Duration slow,
        int places,
        int mostPlaces,
        int failures,
        Duration firstWait,
        Duration longestWait,
        Duration patience) {
    /** Places of one that asks for nothing. */
    public static final int FEW = 4;

    /** So many failures make an outcome window that fits. */
    public static final int MOST_FAILURES = 16;

    /** So long waits who has something else to do than to wait. */
    private static final Duration BRIEFLY = Duration.ofSeconds(2);

    public GuardLimits {
        if (deadline.isNegative() || deadline.isZero() || slow.isNegative() || slow.isZero()) {
            throw new IllegalArgumentException("a call needs time");
        }
        if (places < 1 || mostPlaces < places || failures < 1 || failures > MOST_FAILURES) {
            throw new IllegalArgumentException(
                    "1 place at least, no fewer for who asks for more, 1 to " + MOST_FAILURES + " failures");
        }
        if (firstWait.isNegative() || firstWait.isZero() || longestWait.compareTo(firstWait) < 0) {
            throw new IllegalArgumentException("the longest wait is no shorter than the first");
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience is not negative");
        }
    }

    /** With little patience for a place. */
    public GuardLimits(
            Duration deadline,
            Duration slow,
            int places,
            int mostPlaces,
            int failures,
            Duration firstWait,
            Duration longestWait) {
        this(deadline, slow, places, mostPlaces, failures, firstWait, longestWait, BRIEFLY);
    }

    /** The same, where who waits for a place waits as long as those inside may take for an answer that counts. */
    public GuardLimits patient() {
        return new GuardLimits(deadline, slow, places, mostPlaces, failures, firstWait, longestWait, inTime());
    }

    /** An answer that comes later is a failure. */
    Duration inTime() {
        return slow.compareTo(deadline) < 0 ? slow : deadline;
    }
}
