package org.posthouse.core.plugins.seat;

import java.time.Duration;

/** One call inside a version. Interrupts its thread only while the call lasts. */
final class Visit {
    private final Thread thread = Thread.currentThread();
    private final long begun = System.nanoTime();
    private boolean over;
    private boolean interrupted;

    synchronized void interrupt() {
        if (!over) {
            interrupted = true;
            thread.interrupt();
        }
    }

    /** By the visitor: an interrupt that was meant for the call ends with it. */
    synchronized void over() {
        over = true;
        if (interrupted) {
            Thread.interrupted();
        }
    }

    synchronized boolean isOver() {
        return over;
    }

    boolean mine() {
        return thread == Thread.currentThread();
    }

    @Override
    public String toString() {
        return thread.getName() + " for "
                + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms";
    }
}
