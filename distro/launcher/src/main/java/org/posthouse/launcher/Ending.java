package org.posthouse.launcher;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Stops what runs when the process is told to end, and makes that an end with status 0: a JVM that ends by a signal has 143. It is
 * there from the first moment; what there is to be stopped is said later.
 */
final class Ending extends Thread {
    private final AtomicReference<Runnable> stop = new AtomicReference<>(() -> {});
    private volatile boolean begun;

    Ending() {
        super("posthouse-ending");
    }

    void stops(Runnable task) {
        stop.set(task);
    }

    /** Whether the process has been told to end. */
    boolean begun() {
        return begun;
    }

    @Override
    public void run() {
        begun = true;
        stop.get().run();
        Runtime.getRuntime().halt(0);
    }
}
