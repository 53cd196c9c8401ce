package org.posthouse.core.accounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers kept for a time, the least used dropped beyond a number. Safe for any thread. */
final class Remembered<K, V> {
    private final Clock clock;
    private Duration life;
    private final Map<K, Held<V>> held;
    private long generation;

    private record Held<V>(V value, Instant until) {}

    Remembered(Clock clock, Duration life, int most) {
        this.clock = clock;
        this.life = life;
        this.held = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Held<V>> eldest) {
                return size() > most;
            }
        };
    }

    /** From now on; what is held already keeps its time. */
    synchronized void life(Duration value) {
        life = value;
    }

    synchronized Optional<V> get(K key) {
        Held<V> found = held.get(key);
        if (found == null) {
            return Optional.empty();
        }
        if (found.until().isBefore(clock.instant())) {
            held.remove(key);
            return Optional.empty();
        }
        return Optional.of(found.value());
    }

    /** Changes with every {@link #clear}: what was asked before it must not be kept after it. */
    synchronized long generation() {
        return generation;
    }

    synchronized void put(K key, V value, long askedIn) {
        if (askedIn == generation && !life.isZero()) {
            held.put(key, new Held<>(value, clock.instant().plus(life)));
        }
    }

    synchronized void clear() {
        generation++;
        held.clear();
    }
}
