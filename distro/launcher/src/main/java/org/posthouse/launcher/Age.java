package org.posthouse.launcher;

import java.time.Duration;

/** How long ago {@code bin/posthouse} became this process, the JVM's own start included. */
final class Age {
    private static final long LOADED = System.nanoTime();

    private Age() {}

    /** Since bin/posthouse, to a millisecond; where it did not say when, since the first class of ours. */
    static Duration now() {
        String started = System.getProperty("posthouse.started", "");
        // Not every date(1) knows milliseconds; then it leaves letters.
        return started.matches("[0-9]{13}")
                ? Duration.ofMillis(System.currentTimeMillis() - Long.parseLong(started))
                : Duration.ofNanos(System.nanoTime() - LOADED);
    }
}
