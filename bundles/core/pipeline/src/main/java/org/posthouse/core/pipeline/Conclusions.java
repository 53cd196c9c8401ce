package org.posthouse.core.pipeline;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.posthouse.spi.filter.Filter;

/** Tells filters that want it how their mails have ended, after the client was answered, and lets the mails go. When too many wait, filters are not told. */
final class Conclusions implements AutoCloseable {
    private static final int WAITING = 10_000;
    /** A filter that does not return holds up one of them until its breaker opens. */
    private static final int TELLERS = 4;

    private static final Duration LAST_ONES = Duration.ofSeconds(2);

    private final Judge judge;
    private final ThreadPoolExecutor teller = new ThreadPoolExecutor(
            TELLERS, TELLERS, 20, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), Threads.named("conclusions"));

    Conclusions(Judge judge) {
        this.judge = judge;
        teller.allowCoreThreadTimeOut(true);
    }

    void conclude(Transaction mail, Filter.Conclusion conclusion) {
        if (!judge.isAwaited(mail)) {
            mail.close();
            return;
        }
        try {
            teller.execute(() -> tell(mail, conclusion));
        } catch (RejectedExecutionException e) {
            mail.close();
        }
    }

    private void tell(Transaction mail, Filter.Conclusion conclusion) {
        try {
            mail.slots().forEach(slot -> judge.conclude(mail, slot, conclusion));
        } finally {
            mail.close();
        }
    }

    @Override
    public void close() {
        teller.shutdown();
        try {
            if (!teller.awaitTermination(LAST_ONES.toMillis(), TimeUnit.MILLISECONDS)) {
                teller.shutdownNow();
            }
        } catch (InterruptedException e) {
            teller.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
