package org.posthouse.store.log;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which segments somebody is about to lean on, and which are about to go: none is both. Safe for threads. */
final class Holds {
    private final Map<Long, Integer> held = new HashMap<>();
    private final Set<Long> going = new HashSet<>();

    /** What makes a segment go, if it can. */
    @FunctionalInterface
    interface Going {
        boolean run() throws IOException;
    }

    /** From now on it does not go, until {@link #release}; false if it is going. */
    synchronized boolean hold(long segment) {
        if (going.contains(segment)) {
            return false;
        }
        held.merge(segment, 1, Integer::sum);
        return true;
    }

    synchronized void release(long segment) {
        held.computeIfPresent(segment, (same, count) -> count > 1 ? count - 1 : null);
    }

    /** Has it go while nobody can begin to lean on it; whether it has gone. Who leant on it before has said so to his account. */
    boolean letGo(long segment, Going way) throws IOException {
        synchronized (this) {
            if (held.containsKey(segment) || !going.add(segment)) {
                return false;
            }
        }
        try {
            return way.run();
        } finally {
            synchronized (this) {
                going.remove(segment);
            }
        }
    }
}
