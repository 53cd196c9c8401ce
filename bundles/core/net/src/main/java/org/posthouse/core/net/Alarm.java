package org.posthouse.core.net;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.util.concurrent.TimeUnit;

/**
 * One connection's alarm clock. Deadlines move with each line and are hardly ever reached: so a running timer is left alone as long
 * as it does not ring too late, and set anew when it has rung too early. Guarded by the connection's lock.
 */
final class Alarm {
    /** No deadline. */
    static final long NEVER = Long.MAX_VALUE;

    private final HashedWheelTimer timer;
    private final Runnable ring;
    private Timeout running;
    private long rings;

    Alarm(HashedWheelTimer timer, Runnable ring) {
        this.timer = timer;
        this.ring = ring;
    }

    /** @param due by {@code System.nanoTime()}, or {@link #NEVER} */
    void set(long due) {
        if (due == NEVER || (running != null && rings - due <= 0)) {
            return;
        }
        cancel();
        rings = due;
        running = timer.newTimeout(timeout -> ring.run(), Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /** It rang. */
    void rang() {
        running = null;
    }

    void cancel() {
        if (running != null) {
            running.cancel();
            running = null;
        }
    }
}
