package org.posthouse.delivery.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.posthouse.api.mail.MailException;

/**
 * Does the same with several things at a time, so that what they wait for is waited for once. The caller takes part: where no thread is
 * free he does it all. A few threads, which end while there is nothing to do. Safe for threads.
 */
final class SideBySide implements AutoCloseable {
    private static final int THREADS = 32;
    /** So many at a time for one caller, who is one of them. */
    private static final int MOST = 8;

    private static final Duration IDLE = Duration.ofSeconds(5);

    private final AtomicInteger number = new AtomicInteger();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0,
            THREADS,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> new Thread(task, "posthouse-local-" + number.incrementAndGet()));

    /**
     * What comes of each, in their order.
     *
     * @throws MailException the caller was interrupted: some may be done, and no more are
     */
    <T, R> List<R> each(List<T> things, Function<T, R> work) throws MailException {
        AtomicReferenceArray<R> results = new AtomicReferenceArray<>(things.size());
        AtomicInteger next = new AtomicInteger();
        Runnable share = () -> {
            for (int i = next.getAndIncrement(); i < things.size(); i = next.getAndIncrement()) {
                results.set(i, work.apply(things.get(i)));
            }
        };
        List<Future<?>> helpers = helpers(Math.min(MOST, things.size()) - 1, share);
        boolean over = false;
        try {
            share.run();
            for (Future<?> helper : helpers) {
                helper.get();
            }
            over = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MailException.notNow("delivery was broken off", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            if (!over) {
                next.set(things.size());
                helpers.forEach(helper -> helper.cancel(true));
            }
        }
        return list(results);
    }

    private List<Future<?>> helpers(int wanted, Runnable share) {
        List<Future<?>> helpers = new ArrayList<>();
        try {
            for (int i = 0; i < wanted; i++) {
                helpers.add(threads.submit(share));
            }
        } catch (RejectedExecutionException e) {
            // All are busy, or this has ended: who is there does it.
            return helpers;
        }
        return helpers;
    }

    private static <R> List<R> list(AtomicReferenceArray<R> results) {
        List<R> all = new ArrayList<>(results.length());
        for (int i = 0; i < results.length(); i++) {
            all.add(results.get(i));
        }
        return all;
    }

    /** Ends the threads; who is being waited for is interrupted. */
    @Override
    public void close() {
        var unused = threads.shutdownNow();
    }
}
