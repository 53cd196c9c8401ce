package org.posthouse.lib.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which messages were found to be what was kept a moment ago, by their numbers: the last thousand of them. Safe for threads. */
public final class Proven {
    private static final Duration MOMENT = Duration.ofMinutes(1);
    private static final int MOST = 1_000;

    private final Clock clock;
    /** When messages were found sound. Guarded by itself. */
    private final Map<Long, Instant> found = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Instant> eldest) {
            return size() > MOST;
        }
    };

    public Proven(Clock clock) {
        this.clock = clock;
    }

    /** Whether it was sound a moment ago. */
    public boolean lately(long number) {
        synchronized (found) {
            Instant when = found.get(number);
            return when != null && clock.instant().isBefore(when.plus(MOMENT));
        }
    }

    /** It has been found sound. */
    public void sound(long number) {
        synchronized (found) {
            found.remove(number);
            found.put(number, clock.instant());
        }
    }
}
