package org.posthouse.core.net;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One connection's alarm clock: calls a worker when a deadline has passed. Deadlines move with each line and are hardly ever reached:
 * so a running timer is left alone as long as it does not ring too late, and set anew when it has rung too early. Guarded by the
 * connection's lock.
 */
final class Alarm {
    /** No deadline. */
    static final long NEVER = Long.MAX_VALUE;

    private final HashedWheelTimer timer;
    private final Turns turns;
    private final LongSupplier next;
    private Timeout running;
    private long rings;

    /** @param next the next deadline; asked under the lock while nobody has the turn */
    Alarm(HashedWheelTimer timer, Turns turns, LongSupplier next) {
        this.timer = timer;
        this.turns = turns;
        this.next = next;
    }

    /** @param due by {@code System.nanoTime()}, or {@link #NEVER} */
    void set(long due) {
        if (due == NEVER || (running != null && rings - due <= 0)) {
            return;
        }
        cancel();
        rings = due;
        running = timer.newTimeout(timeout -> rang(), Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    void cancel() {
        if (running != null) {
            running.cancel();
            running = null;
        }
    }

    private void rang() {
        boolean mine = false;
        synchronized (turns) {
            running = null;
            if (!turns.taken()) {
                long due = next.getAsLong();
                mine = turns.take(due != NEVER && due - System.nanoTime() <= 0);
                if (!mine) {
                    set(due);
                }
            }
        }
        turns.callIf(mine);
    }
}
