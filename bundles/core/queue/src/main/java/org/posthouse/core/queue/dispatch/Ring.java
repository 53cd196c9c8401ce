package org.posthouse.core.queue.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;

/** Lanes that take turns for the same workers. The dispatcher's lock guards it. */
final class Ring {
    private final IntSupplier workers;
    private final Deque<Lane> turns = new ArrayDeque<>();
    private int running;

    /** @param workers how many there are, as it is set at the moment */
    Ring(IntSupplier workers) {
        this.workers = workers;
    }

    /** How many may start now. */
    int idle() {
        return workers.getAsInt() - occupied();
    }

    /** How many are under way. */
    int occupied() {
        return running;
    }

    /** A lane that has something to do. */
    void add(Lane lane) {
        turns.add(lane);
    }

    /** Lanes that have nothing to do any more leave. */
    void prune() {
        turns.removeIf(Lane::empty);
    }

    /** Takes out the lane whose turn it is, of those that may start one more. */
    Optional<Lane> next(ToIntFunction<Lane> limit, int idle, long now) {
        for (int left = idle > 0 ? turns.size() : 0; left > 0; left--) {
            Lane lane = turns.remove();
            if (lane.mayStart(limit.applyAsInt(lane), idle, now)) {
                running++;
                return Optional.of(lane);
            }
            turns.add(lane);
        }
        return Optional.empty();
    }

    /** A turn has ended. */
    void ended() {
        running--;
    }
}
