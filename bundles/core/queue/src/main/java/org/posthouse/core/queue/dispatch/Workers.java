package org.posthouse.core.queue.dispatch;

import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads on which mails are routed and their deliveries awaited. Whom they wait for is behind a guard, so each wait ends. */
final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private int count;
    private volatile int generation;
    private final AtomicInteger names = new AtomicInteger();
    private ThreadPoolExecutor pool;

    Workers(int count) {
        this.count = count;
        this.pool = fresh();
    }

    /** So many from now on. */
    synchronized void resize(int wanted) {
        if (wanted != count && !pool.isShutdown()) {
            count = wanted;
            renew();
        }
    }

    private ThreadPoolExecutor fresh() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                count,
                count,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> new Thread(task, "posthouse-delivery-" + names.incrementAndGet()));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Does this, and what it leads to, on one thread; what that thread may not do any more is done by another. */
    synchronized void run(Task first) {
        int mine = generation;
        pool.execute(() -> {
            Optional<Task> next = Optional.of(first);
            while (next.isPresent() && mine == generation) {
                next = done(next.get());
            }
            next.ifPresent(this::run);
        });
    }

    private static Optional<Task> done(Task task) {
        try {
            return task.done();
        } catch (Exception | Error e) {
            LOG.error("a delivery ended unexpectedly", e);
            return Optional.empty();
        }
    }

    /** Something to do. */
    interface Task {
        /** Does it; what is to be done next, if anything. */
        Optional<Task> done();
    }

    /** New threads from now on: what a plug-in that has gone left in the old ones goes with them. */
    synchronized void renew() {
        if (!pool.isShutdown()) {
            generation++;
            pool.shutdown();
            pool = fresh();
        }
    }

    /** Ends the threads; those that wait are interrupted. */
    @Override
    public synchronized void close() {
        var waiting = pool.shutdownNow();
        LOG.debug("{} tasks did not begin", waiting.size());
    }
}
