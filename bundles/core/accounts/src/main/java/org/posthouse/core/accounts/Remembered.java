package org.posthouse.core.accounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Answers kept for a time, and for a longer one in case that nobody can be asked; the least used dropped beyond a number. Safe for any
 * thread.
 */
final class Remembered<K, V> {
    private final Clock clock;
    private Duration life;
    private Duration afterlife;
    private final Map<K, Held<V>> held;
    private long generation;

    private record Held<V>(V value, Instant until, Instant utmost) {}

    Remembered(Clock clock, Duration life, int most) {
        this(clock, life, Duration.ZERO, most);
    }

    /** @param afterlife for so long it is still known what was known; counts only where it is longer than the life */
    Remembered(Clock clock, Duration life, Duration afterlife, int most) {
        this.clock = clock;
        this.life = life;
        this.afterlife = afterlife;
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

    /** From now on; what is held already keeps its time. */
    synchronized void afterlife(Duration value) {
        afterlife = value;
    }

    synchronized Optional<V> get(K key) {
        Instant now = clock.instant();
        return held(key, now).filter(found -> !found.until().isBefore(now)).map(Held::value);
    }

    /** All that is held now. */
    synchronized Map<K, V> all() {
        Instant now = clock.instant();
        Map<K, V> all = new LinkedHashMap<>();
        held.forEach((key, found) -> {
            if (!found.until().isBefore(now)) {
                all.put(key, found.value());
            }
        });
        return all;
    }

    synchronized void remove(K key) {
        held.remove(key);
    }

    /** What it was when somebody was asked last. */
    synchronized Optional<V> last(K key) {
        return held(key, clock.instant()).map(Held::value);
    }

    private Optional<Held<V>> held(K key, Instant now) {
        Optional<Held<V>> found = Optional.ofNullable(held.get(key));
        if (found.isPresent() && found.get().utmost().isBefore(now)) {
            held.remove(key);
            return Optional.empty();
        }
        return found;
    }

    /** Changes with every {@link #clear} and {@link #renew}: what was asked before must not be kept after. */
    synchronized long generation() {
        return generation;
    }

    synchronized void put(K key, V value, long askedIn) {
        Duration longer = life.compareTo(afterlife) < 0 ? afterlife : life;
        if (askedIn == generation && !longer.isZero()) {
            Instant now = clock.instant();
            // A life of nothing is none, not even at this very moment.
            held.put(key, new Held<>(value, life.isZero() ? Instant.MIN : now.plus(life), now.plus(longer)));
        }
    }

    /** It is a little different now: it is asked for again, and as it was it counts while nobody can be asked. */
    synchronized void renew(K key) {
        generation++;
        held.computeIfPresent(key, (same, old) -> new Held<>(old.value(), Instant.MIN, old.utmost()));
    }

    synchronized void clear() {
        generation++;
        held.clear();
    }
}
