package org.posthouse.store.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.store.Failures;

/** Waits for the disk. */
final class Waiting {
    private static final int PATIENCE_SECONDS = 30;

    private Waiting() {}

    /** Half a minute at most; what is not over then is not known. */
    static <T> T until(CompletableFuture<T> done) throws MailException {
        try {
            return done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof MailException known) {
                throw known;
            }
            throw Failures.unknown(failure.getCause());
        } catch (TimeoutException late) {
            throw Failures.unknown(late);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw Failures.unknown(interrupt);
        }
    }
}
