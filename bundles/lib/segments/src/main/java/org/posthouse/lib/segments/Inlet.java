package org.posthouse.lib.segments;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Records that wait for the writer, in the order in which they came. What is lazy calls the writer only after a moment, so that he takes
 * many of it at a time. Any thread.
 */
final class Inlet {
    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(5);

    private final int most;
    private final int atOnce;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition come = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Deque<Append> waiting = new ArrayDeque<>();
    private boolean hurry;
    private boolean called;

    /**
     * @param most so many wait
     * @param atOnce so many are taken at a time
     */
    Inlet(int most, int atOnce) {
        this.most = most;
        this.atOnce = atOnce;
    }

    /** Takes a record; false if there is no room for it within this time. */
    boolean offer(Append record, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = nanos; waiting.size() >= most; left = room.awaitNanos(left)) {
                if (left <= 0) {
                    return false;
                }
            }
            waiting.add(record);
            if (!record.lazy() || waiting.size() == atOnce) {
                hurry();
            } else if (!called) {
                called = true;
                come.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The writer is called, whatever there is for him. */
    void call() {
        lock.lock();
        try {
            hurry();
        } finally {
            lock.unlock();
        }
    }

    private void hurry() {
        if (!hurry) {
            hurry = true;
            called = true;
            come.signal();
        }
    }

    /** Moves what waits, some of it at a time; waits so long at most until something comes, or he is called. For the writer. */
    void take(Collection<Append> batch, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = nanos; waiting.isEmpty() && !hurry && left > 0; ) {
                left = come.awaitNanos(left);
            }
            for (long left = MOMENT; !waiting.isEmpty() && !hurry && left > 0; ) {
                left = come.awaitNanos(left);
            }
            for (int i = 0; i < atOnce && !waiting.isEmpty(); i++) {
                batch.add(waiting.remove());
            }
            hurry = !waiting.isEmpty();
            called = hurry;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
