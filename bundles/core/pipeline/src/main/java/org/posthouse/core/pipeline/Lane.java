package org.posthouse.core.pipeline;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How calls into one version of a filter have been going. Holds nothing of the plug-in. */
final class Lane {
    /** So many threads a version may take with it; then it is out. */
    static final int MAX_ABANDONED = 4;

    /** So many calls at a time run on their callers' threads: never more than may be lost. */
    private static final int MAX_INLINE = MAX_ABANDONED;

    private static final long QUICK_NANOS = 1_000_000;

    private static final long BETWEEN_COMPLAINTS = TimeUnit.SECONDS.toNanos(10);

    private final String identity;
    private final Semaphore share;
    private final AtomicLong complained = new AtomicLong(System.nanoTime() - BETWEEN_COMPLAINTS);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();
    /** Average of what calls took; a new version has to show first that it is quick. */
    private final AtomicLong averageNanos = new AtomicLong(2 * QUICK_NANOS);

    /** @param share so many calls into it have a thread of their own at a time */
    Lane(String identity, int share) {
        this.identity = identity;
        this.share = new Semaphore(Math.max(1, share));
    }

    Semaphore share() {
        return share;
    }

    String identity() {
        return identity;
    }

    /** Enters; whether the call may run on the caller's thread: it is a quick filter and few are inside. */
    boolean enter() {
        return inside.incrementAndGet() <= MAX_INLINE && averageNanos.get() < QUICK_NANOS && abandoned.get() == 0;
    }

    void leave(long nanos) {
        inside.decrementAndGet();
        averageNanos.updateAndGet(average -> average + (nanos - average) / 8);
    }

    /** A call did not come back in time, although it was interrupted. */
    void abandon() {
        abandoned.incrementAndGet();
    }

    /** Whether its failure is to be logged: not more often than every ten seconds. */
    boolean complains() {
        long now = System.nanoTime();
        long last = complained.get();
        return now - last >= BETWEEN_COMPLAINTS && complained.compareAndSet(last, now);
    }

    /** Whether this version is out until it is replaced. */
    boolean out() {
        return abandoned.get() >= MAX_ABANDONED;
    }
}
