package org.posthouse.core.pipeline;

import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.posthouse.api.mail.MailException;

/** Counts the steps under way. When it is closed none begins any more, and those under way have some seconds to end. */
final class Underway implements AutoCloseable {
    private static final long LAST_ONES_SECONDS = 4;

    private final Phaser inside = new Phaser(1);
    private volatile boolean closed;

    /** What a step does. */
    @FunctionalInterface
    interface Work<R> {
        R done() throws MailException;
    }

    /** Does it; fails temporarily once the pipeline is stopping. */
    <R> R step(Work<R> work) throws MailException {
        if (closed || inside.register() < 0) {
            throw stopping();
        }
        try {
            if (closed) {
                throw stopping();
            }
            return work.done();
        } finally {
            inside.arriveAndDeregister();
        }
    }

    private static MailException stopping() {
        return MailException.notNow("The server is stopping; try again later");
    }

    @Override
    public void close() {
        closed = true;
        int phase = inside.arrive();
        try {
            inside.awaitAdvanceInterruptibly(phase, LAST_ONES_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            // What is still under way fails when its filters' threads are interrupted.
        }
        inside.forceTermination();
    }
}
