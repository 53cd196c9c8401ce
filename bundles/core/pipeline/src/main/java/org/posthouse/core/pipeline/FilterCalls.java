package org.posthouse.core.pipeline;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Calls filters so that none can keep a conversation's thread for ever. Quick ones run on the caller's thread, a few at a time, watched;
 * all others on threads of their own, so many at a time, which are interrupted at the deadline and then given up.
 */
final class FilterCalls implements AutoCloseable {
    /** So long a mail stays with a version that was asked to go. */
    static final Duration STAY = Duration.ofSeconds(2);

    private final Supplier<PipelineSettings> settings;
    private final Threads.Permits permits;
    private final ExecutorService pool;
    private final ScheduledExecutorService watchman;
    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();

    FilterCalls(Supplier<PipelineSettings> settings) {
        this.settings = settings;
        this.permits = new Threads.Permits(settings.get().filterThreads());
        // Bounded by the permits: a thread that was given up has given its permit back.
        this.pool = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 20, TimeUnit.SECONDS, new SynchronousQueue<>(), Threads.named("filter"));
        this.watchman = Executors.newSingleThreadScheduledExecutor(Threads.named("filter-watch"));
        long look = Math.max(5, Math.min(1000, deadline().toMillis() / 4));
        watchman.scheduleWithFixedDelay(this::look, look, look, TimeUnit.MILLISECONDS);
    }

    Duration deadline() {
        return settings.get().deadline();
    }

    private Duration afterInterrupt() {
        return Duration.ofMillis(Math.min(1000, deadline().toMillis()));
    }

    /** The settings have changed. */
    void resize() {
        permits.resize(settings.get().filterThreads());
    }

    /** Later, on the watchman's thread: be brief. */
    void later(Duration delay, Runnable task) {
        try {
            watchman.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    /**
     * Calls, at most until the deadline.
     *
     * @throws OverdueException if there was no answer by then
     */
    <R> R call(Lane lane, Callable<R> work) throws Exception {
        long begin = System.nanoTime();
        if (lane.enter()) {
            Watched call =
                    new Watched(Thread.currentThread(), begin + deadline().toNanos(), lane);
            watched.add(call);
            try {
                return work.call();
            } finally {
                watched.remove(call);
                lane.leave(System.nanoTime() - begin);
                if (call.end()) {
                    Thread.interrupted();
                }
            }
        }
        return elsewhere(lane, work, begin);
    }

    private <R> R elsewhere(Lane lane, Callable<R> work, long begin) throws Exception {
        Duration deadline = deadline();
        // A slow filter waits for itself before it waits for others.
        if (!lane.share().tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
            lane.leave(0);
            throw new OverdueException("too many calls into it at a time");
        }
        try {
            return onThread(lane, work, begin, deadline);
        } finally {
            lane.share().release();
        }
    }

    private <R> R onThread(Lane lane, Callable<R> work, long begin, Duration deadline) throws Exception {
        if (!permits.tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
            lane.leave(0);
            throw new OverdueException("no thread was free for it");
        }
        try {
            Errand<R> errand = new Errand<>(lane, work, begin);
            pool.execute(errand);
            return errand.result(deadline, afterInterrupt());
        } finally {
            permits.release();
        }
    }

    private void look() {
        long now = System.nanoTime();
        watched.forEach(call -> call.look(now, afterInterrupt().toNanos()));
    }

    @Override
    public void close() {
        watchman.shutdownNow();
        pool.shutdownNow();
    }

    /** A call on its caller's thread. */
    private static final class Watched {
        private final Thread thread;
        private final long due;
        private final Lane lane;
        private boolean ended;
        private boolean interrupted;
        private boolean lost;

        Watched(Thread thread, long due, Lane lane) {
            this.thread = thread;
            this.due = due;
            this.lane = lane;
        }

        synchronized void look(long now, long afterInterrupt) {
            if (!ended && !interrupted && now - due >= 0) {
                interrupted = true;
                thread.interrupt();
            } else if (!ended && !lost && now - due >= afterInterrupt) {
                lost = true;
                lane.abandon();
            }
        }

        /** Whether the thread's interruption was ours. */
        synchronized boolean end() {
            ended = true;
            return interrupted;
        }
    }

    /** A call on a thread of the pool. */
    private static final class Errand<R> implements Runnable {
        private final Lane lane;
        private final Callable<R> work;
        private final long begin;
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile Outcome<R> outcome = () -> {
            throw new IllegalStateException("not done");
        };
        private Thread runner = Thread.currentThread();
        private boolean running;

        Errand(Lane lane, Callable<R> work, long begin) {
            this.lane = lane;
            this.work = work;
            this.begin = begin;
        }

        @Override
        public void run() {
            synchronized (this) {
                runner = Thread.currentThread();
                running = true;
            }
            try {
                R value = work.call();
                outcome = () -> value;
            } catch (Exception e) {
                outcome = () -> {
                    throw e;
                };
            } catch (OutOfMemoryError e) {
                throw e;
            } catch (Error e) {
                outcome = () -> {
                    throw e;
                };
            } finally {
                synchronized (this) {
                    running = false;
                }
                lane.leave(System.nanoTime() - begin);
                done.countDown();
            }
        }

        R result(Duration deadline, Duration afterInterrupt) throws Exception {
            if (!done.await(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                synchronized (this) {
                    if (running) {
                        runner.interrupt();
                    }
                }
                if (!done.await(afterInterrupt.toNanos(), TimeUnit.NANOSECONDS)) {
                    lane.abandon();
                }
                throw new OverdueException("no judgement within " + deadline.toMillis() + " ms");
            }
            return outcome.get();
        }
    }

    /** What a call gave, or threw. */
    private interface Outcome<R> {
        R get() throws Exception;
    }
}
