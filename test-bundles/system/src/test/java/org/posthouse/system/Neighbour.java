package org.posthouse.system;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Somebody else at the server while it is attacked: speaks SMTP and IMAP all the time, and is always answered. */
final class Neighbour implements AutoCloseable {
    private static final int PAUSE_MILLIS = 10;

    private final Server server;
    private final AtomicLong answered = new AtomicLong();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final CompletableFuture<Long> longest;

    Neighbour(Server server) {
        this.server = server;
        this.longest = CompletableFuture.supplyAsync(this::speak, work -> new Thread(work, "neighbour").start());
    }

    private long speak() {
        long longestNanos = 0;
        try (Imap imap = server.imap("ron@example.com")) {
            do {
                long begin = System.nanoTime();
                try (Smtp smtp = server.smtp()) {
                    smtp.expect("250", "NOOP");
                }
                imap.ok("NOOP");
                answered.incrementAndGet();
                longestNanos = Math.max(longestNanos, System.nanoTime() - begin);
            } while (goesOn());
        } catch (IOException e) {
            throw new IllegalStateException("a neighbour was not served", e);
        }
        return longestNanos / 1_000_000;
    }

    private boolean goesOn() {
        try {
            end.get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many times all was answered. */
    long answered() {
        return answered.get();
    }

    /** Goes, having been served to the last. */
    @Override
    public void close() {
        end.complete(null);
        System.out.println("neighbour: the longest answer took "
                + longest.orTimeout(3, TimeUnit.MINUTES).join() + " ms");
    }
}
