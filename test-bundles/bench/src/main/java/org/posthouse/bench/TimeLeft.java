package org.posthouse.bench;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long it still takes: what is left to be done takes as long, one with another, as what is done. */
final class TimeLeft {
    private final int steps;
    private final Duration guess;
    private final LongSupplier nanoTime;
    private final long begun;
    private int done;

    /** @param guess of what a step takes, as long as none is done */
    TimeLeft(int steps, Duration guess, LongSupplier nanoTime) {
        this.steps = steps;
        this.guess = guess;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    void stepDone() {
        done++;
    }

    Duration left() {
        Duration each = done == 0
                ? guess
                : Duration.ofNanos(nanoTime.getAsLong() - begun).dividedBy(done);
        return each.multipliedBy(Math.max(0, steps - done));
    }

    /** In words: {@code 3 of 72, 41 min left}. */
    String words() {
        return (done + 1) + " of " + steps + ", " + words(left()) + " left";
    }

    static String words(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 90 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
    }
}
