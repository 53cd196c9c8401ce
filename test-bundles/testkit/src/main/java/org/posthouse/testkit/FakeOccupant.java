package org.posthouse.testkit;

import java.util.ArrayList;
import java.util.List;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;

/** A version in a {@link FakeSeat}, of which pins are made. */
final class FakeOccupant<S> {
    private final String plugin;
    private final String version;
    private final S service;
    private final List<Pin> pins = new ArrayList<>();
    private boolean leaving;
    private boolean gone;

    FakeOccupant(String plugin, String version, S service) {
        this.plugin = plugin;
        this.version = version;
        this.service = service;
    }

    synchronized Occupant<S> pin() {
        Pin pin = new Pin();
        pins.add(pin);
        return pin;
    }

    synchronized int pins() {
        return pins.size();
    }

    void leave() {
        List<Runnable> tasks = new ArrayList<>();
        synchronized (this) {
            leaving = true;
            pins.forEach(pin -> {
                tasks.addAll(pin.tasks);
                pin.tasks.clear();
            });
        }
        tasks.forEach(Runnable::run);
    }

    synchronized void shut() {
        gone = true;
    }

    /** One pin of this version. */
    private final class Pin implements Occupant<S> {
        private final List<Runnable> tasks = new ArrayList<>();

        @Override
        public String plugin() {
            return plugin;
        }

        @Override
        public String version() {
            return version;
        }

        @Override
        public String configuration() {
            return "";
        }

        @Override
        public boolean leaving() {
            synchronized (FakeOccupant.this) {
                return leaving;
            }
        }

        @Override
        public void whenLeaving(Runnable task) {
            synchronized (FakeOccupant.this) {
                if (!leaving) {
                    tasks.add(task);
                    return;
                }
            }
            task.run();
        }

        @Override
        public <R, X extends Exception> R call(Work<S, R, X> work) throws X, GoneException {
            synchronized (FakeOccupant.this) {
                if (gone) {
                    throw new GoneException(plugin, version);
                }
            }
            return work.with(service);
        }

        @Override
        public void close() {
            synchronized (FakeOccupant.this) {
                tasks.clear();
                pins.remove(this);
            }
        }
    }
}
