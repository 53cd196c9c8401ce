package org.posthouse.core.plugins.seat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.plugin.Seat;

/** A seat: one version in charge at a time, others ready behind it, or none and somebody waiting. */
final class Place<S> implements Seat<S> {
    private final SeatName name;
    private final SeatBook book;
    private final Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Best first. */
    private final List<Candidate<S>> candidates = new ArrayList<>();

    private volatile Map<String, Object> properties;
    private long emptySince = System.nanoTime();
    private boolean closed;

    Place(SeatName name, Map<String, Object> properties, SeatBook book, Limits limits) {
        this.name = name;
        this.properties = properties;
        this.book = book;
        this.limits = limits;
    }

    SeatName name() {
        return name;
    }

    @Override
    public String plugin() {
        return name.plugin();
    }

    @Override
    public String component() {
        return name.component();
    }

    @Override
    public Map<String, Object> properties() {
        return properties;
    }

    @Override
    public boolean filled() {
        lock.lock();
        try {
            return !candidates.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean expected() {
        return book.expected(name);
    }

    @Override
    public Optional<Occupant<S>> current() {
        lock.lock();
        try {
            return candidates.isEmpty()
                    ? Optional.empty()
                    : Optional.of(candidates.get(0).gate().look());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Occupant<S>> pin(Duration patience) {
        long begun = System.nanoTime();
        lock.lock();
        try {
            while (candidates.isEmpty()) {
                long now = System.nanoTime();
                long left = Math.min(
                        patience.toNanos() - (now - begun), limits.vacancy().toNanos() - (now - emptySince));
                if (left <= 0 || closed || !expected()) {
                    return Optional.empty();
                }
                changed.awaitNanos(left);
            }
            return Optional.of(candidates.get(0).gate().pin());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    void add(Candidate<S> candidate) {
        lock.lock();
        try {
            candidates.add(candidate);
            arranged();
        } finally {
            lock.unlock();
        }
    }

    /** The same service with other properties. */
    void change(long service, Candidate<S> after) {
        lock.lock();
        try {
            if (candidates.removeIf(each -> each.facts().service() == service)) {
                candidates.add(after);
                arranged();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether another version is in charge now. */
    boolean remove(long service) {
        lock.lock();
        try {
            candidates.removeIf(each -> each.facts().service() == service);
            arranged();
            if (candidates.isEmpty()) {
                emptySince = System.nanoTime();
            }
            return !candidates.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Lets those who wait look again whether they should. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** From now on nobody waits. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The bundle in charge. */
    Optional<Long> bundle() {
        lock.lock();
        try {
            return candidates.isEmpty()
                    ? Optional.empty()
                    : Optional.of(candidates.get(0).facts().bundle());
        } finally {
            lock.unlock();
        }
    }

    private void arranged() {
        candidates.sort(Candidate.ORDER);
        if (!candidates.isEmpty()) {
            properties = candidates.get(0).facts().properties();
        }
        changed.signalAll();
    }
}
