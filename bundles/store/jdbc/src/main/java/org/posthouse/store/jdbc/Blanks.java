package org.posthouse.store.jdbc;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empty files made beforehand, many at a time with one force of their folder, so that a message needs no more than the force of its own
 * file. Made as soon as messages come, not before. Safe for threads.
 */
final class Blanks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Blanks.class);
    private static final int MADE_AT_ONCE = 128;
    private static final int FEW = 96;
    private static final int END_SECONDS = 5;

    private final Making making;
    private final Queue<Long> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "posthouse-store-blank-1"));

    /** Makes so many empty files with durable names; returns their numbers. */
    @FunctionalInterface
    interface Making {
        long[] make(int count) throws IOException;
    }

    Blanks(Making making) {
        this.making = making;
    }

    /** The number of an empty file that is the caller's from now on; empty if none is ready. */
    OptionalLong take() {
        Long number = ready.poll();
        if (number != null) {
            count.decrementAndGet();
        }
        if (count.get() < FEW && busy.compareAndSet(false, true)) {
            refill();
        }
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private void refill() {
        try {
            thread.execute(() -> {
                try {
                    for (long number : making.make(MADE_AT_ONCE)) {
                        ready.add(number);
                        count.incrementAndGet();
                    }
                } catch (IOException | RuntimeException failure) {
                    LOG.warn("no empty files can be made: {}", failure.toString());
                } finally {
                    busy.set(false);
                }
            });
        } catch (RejectedExecutionException closing) {
            LOG.debug("no more empty files are made");
        }
    }

    /** Makes no more; what is left can still be taken. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("making empty files does not end");
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }
}
