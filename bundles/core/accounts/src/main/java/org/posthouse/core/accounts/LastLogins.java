package org.posthouse.core.accounts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.AccountId;
import org.posthouse.spi.directory.DirectoryOp;

/** Notes when accounts logged in, at most once a quarter of an hour each, and never while a login waits for it. */
final class LastLogins implements AutoCloseable {
    private static final Duration COARSE = Duration.ofMinutes(15);
    private static final int MOST = 100_000;

    /** Writes one down. */
    @FunctionalInterface
    interface Writer {
        void write(Account account, DirectoryOp.LoggedIn login);
    }

    private final Clock clock;
    private final Writer writer;
    private final Map<AccountId, Instant> noted = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "posthouse-logins-1");
        made.setDaemon(true);
        return made;
    });

    LastLogins(Clock clock, Writer writer) {
        this.clock = clock;
        this.writer = writer;
    }

    void note(Account account) {
        Instant now = clock.instant();
        Instant before = noted.get(account.id());
        if (before != null && before.plus(COARSE).isAfter(now)) {
            return;
        }
        if (noted.size() >= MOST) {
            noted.clear();
        }
        noted.put(account.id(), now);
        try {
            thread.execute(() -> writer.write(account, new DirectoryOp.LoggedIn(account.id(), now)));
        } catch (RejectedExecutionException e) {
            noted.remove(account.id());
        }
    }

    /** What is under way is still written, within a second. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
