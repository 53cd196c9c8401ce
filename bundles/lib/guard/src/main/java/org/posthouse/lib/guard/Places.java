package org.posthouse.lib.guard;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * So many calls are inside at a time. After one that was late there are few, as many as may be lost; if there are more, one more comes
 * back with each call that comes out in time. Who waits for a place waits while others come out, and no longer than that.
 */
final class Places {
    /** As many as may be lost. */
    static final int FIRST = Circuit.MOST_LOST;

    /** If nobody has come out for so long, those who wait go away. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);

    private final IntSupplier most;
    private final long patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private int size;
    private int inside;
    private long moved = System.nanoTime();

    /** @param first so many at first */
    Places(int first, IntSupplier most) {
        this(first, most, PATIENCE);
    }

    Places(int first, IntSupplier most, long patience) {
        this.size = first;
        this.most = most;
        this.patience = patience;
    }

    private boolean take() {
        if (inside >= Math.min(size, most.getAsInt())) {
            return false;
        }
        inside++;
        moved = System.nanoTime();
        return true;
    }

    /** Takes a place if there is one now. */
    boolean tryEnter() {
        lock.lock();
        try {
            return take();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a place, waiting so long at most, and only while it makes sense. */
    boolean enter(long nanos, BooleanSupplier sense) throws InterruptedException {
        long begun = System.nanoTime();
        lock.lockInterruptibly();
        try {
            while (sense.getAsBoolean()) {
                if (take()) {
                    return true;
                }
                long now = System.nanoTime();
                long left = Math.min(begun + nanos - now, moved + patience - now);
                if (left <= 0) {
                    return false;
                }
                free.awaitNanos(Math.min(left, LOOK));
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** One has not come out in time: only a few more may take that risk. */
    void late() {
        lock.lock();
        try {
            size = Math.min(size, FIRST);
        } finally {
            lock.unlock();
        }
    }

    /** One has come out, in time or not. */
    void leave(boolean inTime) {
        lock.lock();
        try {
            inside--;
            moved = System.nanoTime();
            size = inTime ? Math.min(size + 1, Math.max(FIRST, most.getAsInt())) : Math.min(size, FIRST);
            free.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int inside() {
        lock.lock();
        try {
            return inside;
        } finally {
            lock.unlock();
        }
    }
}
