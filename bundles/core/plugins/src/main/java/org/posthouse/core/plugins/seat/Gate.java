package org.posthouse.core.plugins.seat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Version;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands before one version of a plug-in: lets calls in until it is closed, then sees the last one out. Lets go of the service with that. */
final class Gate<S> {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final String plugin;
    private final Version version;
    private volatile String configuration;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition lessInside = lock.newCondition();
    private final Set<Visit> inside = new HashSet<>();
    private final Set<Pin<S>> told = new HashSet<>();
    private int pins;
    private boolean leaving;
    /** Null before the gate is opened, and when it is closed: nobody who forgot a pin keeps the old version in memory. */
    private S service;

    Gate(String plugin, Version version, String configuration) {
        this.plugin = plugin;
        this.version = version;
        this.configuration = configuration;
    }

    /** False if it is leaving already. */
    boolean open(S given) {
        lock.lock();
        try {
            if (!leaving) {
                service = given;
            }
            return !leaving;
        } finally {
            lock.unlock();
        }
    }

    String plugin() {
        return plugin;
    }

    Version version() {
        return version;
    }

    String configuration() {
        return configuration;
    }

    /** The service goes on with other settings. */
    void configured(String other) {
        configuration = other;
    }

    /** A pin that counts. Only for a gate that has not begun to leave. */
    Pin<S> pin() {
        lock.lock();
        try {
            pins++;
            return new Pin<>(this, true);
        } finally {
            lock.unlock();
        }
    }

    /** Access that holds up nobody. */
    Pin<S> look() {
        return new Pin<>(this, false);
    }

    void unpin(Pin<S> pin, boolean counted) {
        lock.lock();
        try {
            told.remove(pin);
            if (counted) {
                pins--;
                lessInside.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** It will not be opened any more, should it not be open. */
    void refuse() {
        lock.lock();
        try {
            leaving = true;
        } finally {
            lock.unlock();
        }
    }

    boolean leaving() {
        lock.lock();
        try {
            return leaving;
        } finally {
            lock.unlock();
        }
    }

    /** False if it is leaving already: the pin was too late to be told. */
    boolean tell(Pin<S> pin) {
        lock.lock();
        try {
            if (!leaving) {
                told.add(pin);
            }
            return !leaving;
        } finally {
            lock.unlock();
        }
    }

    <R, X extends Exception> R call(Occupant.Work<S, R, X> work) throws X, GoneException {
        Visit visit = new Visit();
        S open = enter(visit);
        try {
            return work.with(open);
        } finally {
            visit.over();
            leave(visit);
        }
    }

    private S enter(Visit visit) throws GoneException {
        lock.lock();
        try {
            if (service == null) {
                throw new GoneException(plugin, version.toString());
            }
            inside.add(visit);
            return service;
        } finally {
            lock.unlock();
        }
    }

    private void leave(Visit visit) {
        lock.lock();
        try {
            if (inside.remove(visit) && leaving) {
                lessInside.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks it to go, waits for pins and then, closed, for calls. Calls that stay inside are interrupted, then left to themselves: returns
     * those.
     */
    List<Visit> seeOut(Duration forPins, Limits limits) {
        for (Pin<S> pin : ask()) {
            pin.runTasks();
        }
        lock.lock();
        try {
            await(forPins, () -> pins == 0);
            service = null;
            if (!await(limits.calls(), this::deserted)) {
                inside.forEach(Visit::interrupt);
                if (!await(limits.interrupted(), this::deserted)) {
                    LOG.warn(
                            "{} {}: {} calls did not come back and are given up: {}",
                            plugin,
                            version,
                            inside.size(),
                            inside);
                }
            }
            List<Visit> left = inside.stream().filter(visit -> !visit.isOver()).toList();
            inside.clear();
            told.clear();
            return left;
        } finally {
            lock.unlock();
        }
    }

    private List<Pin<S>> ask() {
        lock.lock();
        try {
            leaving = true;
            List<Pin<S>> all = new ArrayList<>(told);
            told.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Who closes the gate from within a call is not waited for. */
    private boolean deserted() {
        return inside.stream().allMatch(Visit::mine);
    }

    private boolean await(Duration limit, BooleanSupplier condition) {
        long left = limit.toNanos();
        boolean interrupted = false;
        try {
            while (!condition.getAsBoolean() && left > 0) {
                long begun = System.nanoTime();
                try {
                    lessInside.await(left, TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    // Who stops a bundle is as patient as the limit says: to hurry would leave calls in a version that
                    // is gone.
                    interrupted = true;
                }
                left -= System.nanoTime() - begun;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return condition.getAsBoolean();
    }
}
