package org.posthouse.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.plugin.Seat;

/** A seat in {@link FakeSeats}. */
final class FakeSeat<S> implements Seat<S> {
    private final Class<S> type;
    private final String plugin;
    private final String component;
    private final List<FakeOccupant<S>> former = new ArrayList<>();
    private Optional<FakeOccupant<S>> occupant = Optional.empty();
    private Map<String, Object> properties = Map.of();
    private boolean expected = true;

    FakeSeat(Class<S> type, String plugin, String component) {
        this.type = type;
        this.plugin = plugin;
        this.component = component;
    }

    /** This seat, if it is of the kind. */
    @SuppressWarnings("unchecked") // the type was just compared
    <T> Optional<FakeSeat<T>> as(Class<T> kind) {
        return type == kind ? Optional.of((FakeSeat<T>) this) : Optional.empty();
    }

    void fill(FakeOccupant<S> next, Map<String, Object> its) {
        Optional<FakeOccupant<S>> last;
        synchronized (this) {
            last = occupant;
            last.ifPresent(former::add);
            occupant = Optional.of(next);
            properties = Map.copyOf(its);
            notifyAll();
        }
        last.ifPresent(FakeOccupant::leave);
    }

    void empty() {
        Optional<FakeOccupant<S>> last;
        synchronized (this) {
            last = occupant;
            last.ifPresent(former::add);
            occupant = Optional.empty();
        }
        last.ifPresent(FakeOccupant::leave);
    }

    synchronized void expect(boolean value) {
        expected = value;
        notifyAll();
    }

    synchronized void shutGates() {
        former.forEach(FakeOccupant::shut);
        former.clear();
    }

    synchronized int pins() {
        return former.stream().mapToInt(FakeOccupant::pins).sum()
                + occupant.map(FakeOccupant::pins).orElse(0);
    }

    @Override
    public String plugin() {
        return plugin;
    }

    @Override
    public String component() {
        return component;
    }

    @Override
    public synchronized Map<String, Object> properties() {
        return properties;
    }

    @Override
    public synchronized boolean filled() {
        return occupant.isPresent();
    }

    @Override
    public synchronized boolean expected() {
        return expected;
    }

    @Override
    public synchronized Optional<Occupant<S>> current() {
        return occupant.map(FakeOccupant::pin);
    }

    @Override
    public synchronized Optional<Occupant<S>> pin(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (occupant.isEmpty() && expected) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    break;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return occupant.map(FakeOccupant::pin);
    }
}
