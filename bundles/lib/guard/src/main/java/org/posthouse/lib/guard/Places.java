package org.posthouse.lib.guard;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * So many calls are inside at a time. After one that was late there are few, as many as may be lost; if there are more, one more comes
 * back with each call that comes out in time. Who waits for a place waits while others come out; who came first is first.
 */
final class Places {
    /** As many as may be lost. */
    static final int FIRST = Circuit.MOST_LOST;

    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);

    private final IntSupplier most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private final Deque<Object> waiting = new ArrayDeque<>();
    private int size;
    private int inside;
    private long moved = System.nanoTime();

    /** @param first so many at first */
    Places(int first, IntSupplier most) {
        this.size = first;
        this.most = most;
    }

    private boolean take() {
        if (inside >= Math.min(size, most.getAsInt())) {
            return false;
        }
        inside++;
        moved = System.nanoTime();
        return true;
    }

    /** Takes a place if there is one now that nobody waits for. */
    boolean tryEnter() {
        lock.lock();
        try {
            return waiting.isEmpty() && take();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a place, waiting so long at most, and only while it makes sense.
     *
     * @param patience if nobody has come in or out for so long, those who wait go away
     */
    boolean enter(long nanos, long patience, BooleanSupplier sense) throws InterruptedException {
        long begun = System.nanoTime();
        Object me = new Object();
        lock.lockInterruptibly();
        try {
            waiting.add(me);
            while (sense.getAsBoolean()) {
                if (waiting.element() == me && take()) {
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
            waiting.remove(me);
            free.signalAll();
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
