package org.posthouse.core.queue.dispatch;

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

    synchronized void run(Runnable work) {
        pool.execute(() -> {
            try {
                work.run();
            } catch (Exception | Error e) {
                LOG.error("a delivery ended unexpectedly", e);
            }
        });
    }

    /** New threads from now on: what a plug-in that has gone left in the old ones goes with them. */
    synchronized void renew() {
        if (!pool.isShutdown()) {
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
