package org.posthouse.core.queue.dispatch;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Destinations that were slow when they were last tried; the latest of them. The dispatcher's lock guards it. */
final class SlowPlaces {
    private static final long SLOW_NANOS = Duration.ofSeconds(20).toNanos();
    private static final int MOST = 10_000;

    private final Map<String, Boolean> places = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    /** How long it took there. */
    void took(String destination, long nanos) {
        if (nanos > SLOW_NANOS) {
            places.put(destination, true);
        } else {
            places.remove(destination);
        }
    }

    boolean slow(String destination) {
        return places.containsKey(destination);
    }
}
