package org.posthouse.core.net;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How many connections each one has: an address, a user. Any thread.
 *
 * @param <K> who is counted
 */
final class Census<K> {
    private final ConcurrentMap<K, Integer> counts = new ConcurrentHashMap<>();

    /** Counts one more, unless there are so many already: then false. */
    boolean enter(K who, int most) {
        if (counts.merge(who, 1, Integer::sum) > most) {
            leave(who);
            return false;
        }
        return true;
    }

    void leave(K who) {
        counts.computeIfPresent(who, (its, count) -> count == 1 ? null : count - 1);
    }

    /** Whether nobody is counted. */
    boolean isEmpty() {
        return counts.isEmpty();
    }
}
