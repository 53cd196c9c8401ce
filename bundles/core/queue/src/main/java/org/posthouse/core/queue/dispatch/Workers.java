package org.posthouse.core.queue.dispatch;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that deliver. A task that does not end in time is interrupted, then given up: its thread is lost until it comes back, and
 * somebody else concludes for it.
 */
final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(5);
    /** So many lost threads are replaced, of each kind of destination. */
    static final int SPARE = 4;

    private static final int KINDS = 4;

    private int count;
    private final AtomicInteger names = new AtomicInteger();
    private final ScheduledThreadPoolExecutor timer;
    private ThreadPoolExecutor pool;

    Workers(int count) {
        this.count = count;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "posthouse-delivery-deadline"));
        timer.setRemoveOnCancelPolicy(true);
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
                count + KINDS * SPARE,
                count + KINDS * SPARE,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> new Thread(task, "posthouse-delivery-" + names.incrementAndGet()));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** What is run: either it ends, or it is given up and perhaps comes back some day. */
    interface Work {
        void run();

        /** After it has run, on the same thread. */
        void ended();

        /** It has outlived its deadline; on another thread. */
        void givenUp();

        /** It has run after all. */
        void cameBack();
    }

    synchronized void run(Work work, Duration deadline) {
        Task task = new Task(work);
        pool.execute(() -> task.run(deadline));
    }

    /** New threads from now on: what a plug-in that has gone left in the old ones goes with them. */
    synchronized void renew() {
        if (!pool.isShutdown()) {
            pool.shutdown();
            pool = fresh();
        }
    }

    private final class Task {
        private final Work work;
        private Thread thread;
        private boolean concluded;

        Task(Work work) {
            this.work = work;
        }

        void run(Duration deadline) {
            synchronized (this) {
                thread = Thread.currentThread();
            }
            ScheduledFuture<?> interrupt = timer.schedule(this::interrupt, deadline.toMillis(), TimeUnit.MILLISECONDS);
            ScheduledFuture<?> giveUp =
                    timer.schedule(this::giveUp, deadline.plus(AFTER_INTERRUPT).toMillis(), TimeUnit.MILLISECONDS);
            try {
                work.run();
            } catch (RuntimeException | LinkageError e) {
                LOG.error("a delivery ended unexpectedly", e);
            } finally {
                interrupt.cancel(false);
                giveUp.cancel(false);
                if (conclude()) {
                    work.ended();
                } else {
                    work.cameBack();
                }
            }
        }

        private synchronized boolean conclude() {
            boolean first = !concluded;
            concluded = true;
            // An interrupt that was meant for this task must not meet the next one.
            boolean late = Thread.interrupted();
            LOG.trace("interrupted: {}", late);
            return first;
        }

        private synchronized void interrupt() {
            if (!concluded) {
                thread.interrupt();
            }
        }

        private void giveUp() {
            synchronized (this) {
                if (concluded) {
                    return;
                }
                concluded = true;
            }
            LOG.error("a delivery hangs and is given up: {}", thread.getName());
            work.givenUp();
        }
    }

    /** Ends the threads; those that hang are interrupted and left. */
    @Override
    public synchronized void close() {
        var unused = timer.shutdownNow();
        var waiting = pool.shutdownNow();
        LOG.debug("{} tasks did not begin", waiting.size());
    }
}
