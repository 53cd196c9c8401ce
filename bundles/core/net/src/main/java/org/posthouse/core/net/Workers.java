package org.posthouse.core.net;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that conversations run on: so many, and new ones after a swap, for what a plug-in has left in a ThreadLocal would keep
 * its classes.
 */
final class Workers implements Executor {
    private volatile int count;
    private final Threads threads = new Threads("posthouse-talk-");
    private volatile ThreadPoolExecutor pool;
    private final Map<String, Share> shares = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    Workers(int count) {
        this.count = count;
        this.pool = fresh();
    }

    /** Never refuses but after {@link #stop}; the queue is bounded by the number of connections, each of which has one task at most. */
    @Override
    public void execute(Runnable task) {
        while (!stopped) {
            try {
                pool.execute(task);
                return;
            } catch (RejectedExecutionException e) {
                // Renewed at this very moment: the next one takes it.
                Thread.onSpinWait();
            }
        }
    }

    /** Those for conversations of one protocol: a fifth of the workers is always left to the others. */
    Executor of(String protocol) {
        return shares.computeIfAbsent(protocol, name -> new Share(this, this::most));
    }

    private int most() {
        int all = count;
        return all - all / 5;
    }

    /** So many from now on. */
    synchronized void resize(int threadCount) {
        if (threadCount != count) {
            count = threadCount;
            renew();
        }
    }

    /** What runs or is queued is done by the old threads, all that follows by new ones. */
    synchronized void renew() {
        if (!stopped) {
            ExecutorService old = pool;
            pool = fresh();
            old.shutdown();
        }
    }

    /** Ends the threads; who does not end in time is interrupted. */
    synchronized void stop(Duration patience) throws InterruptedException {
        stopped = true;
        pool.shutdown();
        if (!pool.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            pool.shutdownNow();
        }
    }

    /** All threads are made here and now: one made later could inherit from whatever plug-in happens to be on the stack. */
    private ThreadPoolExecutor fresh() {
        ThreadPoolExecutor made =
                new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        made.prestartAllCoreThreads();
        return made;
    }
}
