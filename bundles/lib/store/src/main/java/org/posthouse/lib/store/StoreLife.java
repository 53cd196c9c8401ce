package org.posthouse.lib.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.posthouse.api.health.Troubles;
import org.posthouse.api.mail.MailException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store from its claim to its end. It is opened with its first call, and only when the version before it has let go; until then calls
 * wait a little. Its lock goes when the last of its threads has gone, however long that takes after it was closed. Safe for threads.
 */
public final class StoreLife<S extends StoreLife.Opened> implements Troubles, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreLife.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(15);

    private final Claim claim;
    private final Opening<S> opening;
    private final Duration lastPatience;
    private Optional<Possession> possession = Optional.empty();
    private volatile Optional<S> open = Optional.empty();
    private volatile boolean closed;
    /** Why it is not open although it was to be; empty: nobody has asked for it. */
    private volatile Optional<String> why = Optional.empty();

    /** A store while it is open. */
    public interface Opened extends Troubles {
        /** Takes nothing any more, finishes what is being written, and does not wait for that: done when nothing of it writes any more. */
        CompletableFuture<Void> end();
    }

    /** Opens a store in its folder, which is locked. */
    @FunctionalInterface
    public interface Opening<S> {
        S open(Path folder) throws Exception;
    }

    public StoreLife(Claim claim, Opening<S> opening) {
        this(claim, opening, LAST_PATIENCE);
    }

    /** @param lastPatience how long {@link #close} waits for the end */
    StoreLife(Claim claim, Opening<S> opening, Duration lastPatience) {
        this.claim = claim;
        this.opening = opening;
        this.lastPatience = lastPatience;
    }

    /** Opens it if it is not open, and tells the log why it cannot be. */
    public void open() throws MailException {
        try {
            store();
        } catch (MailException failure) {
            if (!closed) {
                LOG.warn("the store is not open yet: {}", words(failure), failure.getCause());
            }
            throw failure;
        }
    }

    /** The store, opened if it is not open. */
    public S store() throws MailException {
        Optional<S> there = open;
        if (there.isPresent()) {
            return there.get();
        }
        try {
            return openOnce();
        } catch (MailException failure) {
            why = Optional.of(words(failure) + "; log/posthouse.log says more");
            throw failure;
        }
    }

    /** The same for an administrator, who is told why it cannot be opened. */
    public S storeToCareFor() throws MailException {
        try {
            return store();
        } catch (MailException failure) {
            throw new MailException(failure.kind(), failure.status(), words(failure), failure.getCause());
        }
    }

    /** With what the opening itself has to say. */
    private static String words(MailException failure) {
        Throwable cause = failure.getCause();
        return cause instanceof IOException ? failure.getMessage() + ": " + cause.getMessage() : failure.getMessage();
    }

    private synchronized S openOnce() throws MailException {
        if (closed) {
            throw Failures.notNow("The store is closed");
        }
        if (open.isEmpty()) {
            try {
                if (possession.isEmpty()) {
                    possession = Possession.take(claim.folder().resolve("lock"), PATIENCE);
                }
                if (possession.isEmpty()) {
                    throw Failures.notNow("The store is still in use by another");
                }
                long begin = System.nanoTime();
                open = Optional.of(opening.open(claim.folder()));
                LOG.info("the store is open after {} ms", (System.nanoTime() - begin) / 1_000_000);
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                throw Failures.notNow(interrupt);
            } catch (Exception failure) {
                throw Failures.of(failure);
            }
        }
        return open.orElseThrow();
    }

    @Override
    public List<String> troubles() {
        return open.map(Opened::troubles).orElseGet(() -> why.map(reason -> "store: it is not open: " + reason).stream()
                .toList());
    }

    /** Finishes what is being written; whatever comes later is refused. Waits some seconds at most. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        CompletableFuture<Void> ended = open.map(Opened::end).orElseGet(() -> CompletableFuture.completedFuture(null));
        var unused = ended.whenComplete((nothing, failure) -> giveBack());
        try {
            ended.get(lastPatience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            LOG.warn("{}: it is being written to still; its lock goes with the last who does", claim.folder());
        } catch (ExecutionException failure) {
            LOG.warn("{}: it did not end well", claim.folder(), failure.getCause());
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        } finally {
            claim.close();
        }
    }

    /** Whether it has been told to end: nothing long should go on. */
    public boolean isClosed() {
        return closed;
    }

    private void giveBack() {
        try {
            if (possession.isPresent()) {
                possession.get().close();
            }
        } catch (IOException failure) {
            LOG.warn("the store's lock cannot be given back", failure);
        }
    }
}
