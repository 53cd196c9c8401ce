package org.posthouse.core.plugins.seat;

import java.util.ArrayList;
import java.util.List;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A hold on one version; when it does not count, just the means to call it. Its own monitor is never held while the gate's lock is taken. */
final class Pin<S> implements Occupant<S> {
    private static final Logger LOG = LoggerFactory.getLogger(Pin.class);

    private final Gate<S> gate;
    private final boolean counted;
    private List<Runnable> tasks = List.of();
    private boolean closed;

    Pin(Gate<S> gate, boolean counted) {
        this.gate = gate;
        this.counted = counted;
    }

    @Override
    public String plugin() {
        return gate.plugin();
    }

    @Override
    public String version() {
        return gate.version().toString();
    }

    @Override
    public String configuration() {
        return gate.configuration();
    }

    @Override
    public boolean leaving() {
        return gate.leaving();
    }

    @Override
    public void whenLeaving(Runnable task) {
        synchronized (this) {
            if (closed) {
                return;
            }
            tasks = new ArrayList<>(tasks);
            tasks.add(task);
        }
        if (!gate.tell(this)) {
            runTasks();
        }
    }

    /** Each once, whoever comes first: the gate that leaves, or a task that came late. */
    void runTasks() {
        List<Runnable> due;
        synchronized (this) {
            due = tasks;
            tasks = List.of();
        }
        for (Runnable task : due) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.warn("{} {}: a task for its leaving failed", plugin(), version(), e);
            }
        }
    }

    @Override
    public <R, X extends Exception> R call(Work<S, R, X> work) throws X, GoneException {
        return gate.call(work);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            tasks = List.of();
        }
        gate.unpin(this, counted);
    }
}
