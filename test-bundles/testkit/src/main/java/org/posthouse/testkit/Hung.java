package org.posthouse.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A place where calls hang until they are released: for tests of deadlines. Closing releases. */
public final class Hung implements AutoCloseable {
    private static final Duration TOO_LONG = Duration.ofMinutes(3);

    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();

    /** Hangs until released or interrupted. */
    public void hang() throws InterruptedException {
        entered.countDown();
        inside.incrementAndGet();
        try {
            check(released.await(TOO_LONG.toSeconds(), TimeUnit.SECONDS));
        } finally {
            inside.decrementAndGet();
        }
    }

    /** Hangs until released, whoever interrupts: as code does that ignores its interruption. */
    public void hangStubbornly() {
        entered.countDown();
        inside.incrementAndGet();
        boolean interrupted = false;
        long end = System.nanoTime() + TOO_LONG.toNanos();
        try {
            while (released.getCount() > 0) {
                try {
                    check(released.await(end - System.nanoTime(), TimeUnit.NANOSECONDS));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            inside.decrementAndGet();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Hangs for so long at most; whether it was released. */
    public boolean released(Duration patience) {
        entered.countDown();
        try {
            return released.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns when somebody hangs here. */
    public void awaitEntered() throws InterruptedException {
        check(entered.await(TOO_LONG.toSeconds(), TimeUnit.SECONDS));
    }

    /** How many hang here now. */
    public int inside() {
        return inside.get();
    }

    @Override
    public void close() {
        released.countDown();
    }

    private static void check(boolean inTime) {
        if (!inTime) {
            throw new AssertionError("hung for " + TOO_LONG);
        }
    }
}
