package org.posthouse.lib.guard;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a call on another thread gives, or throws. */
final class Answer<R> {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Optional<Passage> passage = Optional.empty();
    private volatile Outcome<R> outcome = () -> {
        throw new IllegalStateException("not done");
    };

    /** What a call gave, or threw. */
    private interface Outcome<R> {
        R get() throws Exception;
    }

    void begun(Passage call) {
        passage = Optional.of(call);
    }

    void give(R value) {
        outcome = () -> value;
        done.countDown();
    }

    void fail(Throwable failure) {
        outcome = () -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        };
        done.countDown();
    }

    /** Waits for it; at the deadline the call is interrupted. Who is interrupted here passes it on. */
    boolean await(Duration deadline) throws InterruptedException {
        try {
            if (done.await(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            passage.ifPresent(Passage::hurry);
            throw e;
        }
        passage.ifPresent(call -> call.look(System.nanoTime()));
        return false;
    }

    R get() throws Exception {
        return outcome.get();
    }
}
