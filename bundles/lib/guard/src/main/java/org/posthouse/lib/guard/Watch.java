package org.posthouse.lib.guard;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks at all calls under way, some times within each deadline. */
final class Watch implements AutoCloseable {
    private static final long SELDOM = 1000;
    private static final long OFTEN = 5;

    private final Supplier<GuardLimits> limits;
    private final Runnable also;
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watchman;

    /** @param also done at each look, briefly */
    Watch(Supplier<GuardLimits> limits, ThreadFactory thread, Runnable also) {
        this.limits = limits;
        this.also = also;
        this.watchman = Executors.newSingleThreadScheduledExecutor(thread);
        next();
    }

    void add(Passage passage) {
        passages.add(passage);
    }

    void remove(Passage passage) {
        passages.remove(passage);
    }

    private void next() {
        GuardLimits now = limits.get();
        long shortest = Math.min(now.deadline().toMillis(), now.slow().toMillis());
        try {
            watchman.schedule(this::look, Math.max(OFTEN, Math.min(SELDOM, shortest / 4)), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed.
        }
    }

    private void look() {
        try {
            long now = System.nanoTime();
            passages.forEach(passage -> passage.look(now));
            also.run();
        } finally {
            next();
        }
    }

    /** Later, on the watchman's thread. */
    void later(long millis, Runnable task) {
        try {
            watchman.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    @Override
    public void close() {
        watchman.shutdownNow();
    }
}
