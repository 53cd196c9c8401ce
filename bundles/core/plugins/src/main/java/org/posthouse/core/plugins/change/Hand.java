package org.posthouse.core.plugins.change;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthouse.core.plugins.folder.RefusedException;

/** Runs the code of a version that nobody knows yet on a thread of its own, which is given up if it does not come back in time. */
final class Hand {
    /** At once, with those that were given up and never came back. */
    private static final int THREADS = 32;

    private static final Duration IDLE = Duration.ofSeconds(5);

    private final AtomicInteger numbers = new AtomicInteger();
    private final ExecutorService threads = new ThreadPoolExecutor(
            0, THREADS, IDLE.toMillis(), TimeUnit.MILLISECONDS, new SynchronousQueue<>(), this::thread);

    /** Interrupted at the end of its time, and not waited for any longer: it may go on for ever. */
    void within(Duration time, Work work) throws RefusedException {
        Future<?> done = begin(() -> {
            work.run();
            return true;
        });
        if (!await(done, time)) {
            done.cancel(true);
            throw new RefusedException("did not come up within " + seconds(time) + " s");
        }
    }

    /**
     * Not interrupted: whether it has ended within this time; it may end later. What is stopped may interrupt who asked for that, if it
     * carries out his command: such an interrupt has done its work with that.
     */
    boolean finished(Duration time, Runnable work) {
        boolean before = Thread.currentThread().isInterrupted();
        try {
            return await(
                    begin(() -> {
                        work.run();
                        return true;
                    }),
                    time);
        } catch (RefusedException e) {
            return false;
        } finally {
            if (!before) {
                Thread.interrupted();
            }
        }
    }

    /** Those given up are interrupted once more. */
    void close() {
        threads.shutdownNow();
    }

    private Future<?> begin(Callable<Boolean> work) throws RefusedException {
        try {
            return threads.submit(work);
        } catch (RejectedExecutionException e) {
            throw new RefusedException("cannot start: " + THREADS + " others hang already", e);
        }
    }

    /** As patient as the time says, also when interrupted: to hurry would leave a change half made. */
    private static boolean await(Future<?> done, Duration time) throws RefusedException {
        long end = System.nanoTime() + time.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    done.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                throw refused;
            }
            throw new RefusedException("cannot start: " + e.getCause(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0
                ? Long.toString(time.toSeconds())
                : Double.toString(time.toMillis() / 1000.0);
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "posthouse-plugins-change-" + numbers.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** What may be refused. */
    @FunctionalInterface
    interface Work {
        void run() throws RefusedException;
    }
}
