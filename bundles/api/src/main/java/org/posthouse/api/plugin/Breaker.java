package org.posthouse.api.plugin;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What stands between core and one version of a plug-in that is called. While it is closed, calls are made.
 *
 * @param plugin symbolic name
 * @param component the plug-in's component within its bundle
 * @param since when it came into this state
 * @param nextTry when a single call is let through to try it; only while it is open
 * @param calls made so far
 * @param failures how many of them failed: threw, came too late, or took too long
 * @param lastFailure the last of them in a sentence without content of mail; empty if there was none
 * @param abandoned threads that are in it and do not come back although they were interrupted
 * @param medianMicros half of the calls took no longer
 * @param p99Micros 99 of 100 calls took no longer
 */
public record Breaker(
        String plugin,
        String component,
        String version,
        State state,
        Instant since,
        Optional<Instant> nextTry,
        long calls,
        long failures,
        String lastFailure,
        int abandoned,
        long medianMicros,
        long p99Micros) {
    /** Whether calls are made. */
    public enum State {
        CLOSED,
        /** It has failed too often: for a while no call is made, and policy speaks. */
        OPEN,
        /** One call is under way to try it. */
        HALF_OPEN,
        /** Too many threads have been lost in it: no call is made until all are back, or it is replaced or started anew. */
        OUT
    }

    /** Why calls are not made, in a sentence; empty while it is closed. */
    public String reason() {
        String last = lastFailure.isEmpty() ? "" : ": " + lastFailure;
        String when = since.truncatedTo(ChronoUnit.SECONDS).toString();
        return switch (state) {
            case CLOSED -> "";
            case OPEN -> "its breaker is open since " + when + last;
            case HALF_OPEN -> "its breaker is half open, it is being tried" + last;
            case OUT -> "it is out since " + when + ", for its threads did not come back" + last;
        };
    }
}
