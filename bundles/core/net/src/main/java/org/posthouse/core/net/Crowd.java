package org.posthouse.core.net;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthouse.api.metrics.Peak;

/** How many connections a protocol has, and had lately. Any thread. */
final class Crowd {
    private final Clock clock;
    private final AtomicInteger count = new AtomicInteger();
    private final Peak peak = new Peak();

    Crowd(Clock clock) {
        this.clock = clock;
    }

    void enter() {
        peak.reached(clock.instant(), count.incrementAndGet());
    }

    /** So many were there until now. */
    void leave() {
        peak.reached(clock.instant(), count.getAndDecrement());
    }

    /** The most at a time from then on. */
    long most(Instant since) {
        return Math.max(count.get(), peak.since(since).orElse(0));
    }
}
