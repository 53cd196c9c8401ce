package org.posthouse.core.queue.dispatch;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How quick destinations were when they were last tried; the latest of them. The dispatcher's lock guards it. */
final class Places {
    private static final long SLOW_NANOS = Duration.ofSeconds(20).toNanos();
    private static final int MOST = 20_000;

    /** What is to be expected of a destination. */
    enum Pace {
        QUICK,
        SLOW,
        /** It was not tried lately. */
        UNPROVEN
    }

    private final Map<String, Pace> places = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pace> eldest) {
            return size() > MOST;
        }
    };

    /** How long it took there. */
    void took(String destination, long nanos) {
        places.put(destination, nanos > SLOW_NANOS ? Pace.SLOW : Pace.QUICK);
    }

    Pace pace(String destination) {
        return places.getOrDefault(destination, Pace.UNPROVEN);
    }
}
