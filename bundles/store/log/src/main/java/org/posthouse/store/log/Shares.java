package org.posthouse.store.log;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.store.Failures;

/**
 * Which messages end with octets that others may end with as well, by what these are: the last few thousand. Who brings such octets first
 * keeps them; who comes meanwhile waits for that. Safe for threads.
 */
final class Shares {
    private static final int MOST = 4096;
    private static final int PATIENCE_SECONDS = 5;

    /** Guarded by itself; the oldest first. */
    private final Map<String, CompletableFuture<Optional<Whole>>> known = new LinkedHashMap<>();

    /** A message that is safe on disk: where, and how many of its octets are its own. */
    record Whole(long position, long own) {}

    /** The turn of one who brings octets. */
    final class Turn {
        private final String identity;
        private final CompletableFuture<Optional<Whole>> whole;
        private final boolean first;

        private Turn(String identity, CompletableFuture<Optional<Whole>> whole, boolean first) {
            this.identity = identity;
            this.whole = whole;
            this.first = first;
        }

        /** Whether the octets are to be kept whole, and {@link #kept} or {@link #forget} told. */
        boolean first() {
            return first;
        }

        void kept(Whole safe) {
            whole.complete(Optional.of(safe));
        }

        /** They are not kept, or not any more. */
        void forget() {
            synchronized (known) {
                known.remove(identity, whole);
            }
            whole.complete(Optional.empty());
        }

        /** Who has them, when that is safe on disk; empty if nobody has after all. */
        Optional<Whole> await() throws MailException {
            try {
                return whole.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException late) {
                return Optional.empty();
            } catch (ExecutionException failure) {
                throw Failures.notNow(failure);
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                throw Failures.notNow(interrupt);
            }
        }
    }

    Turn turn(String identity) {
        synchronized (known) {
            CompletableFuture<Optional<Whole>> there = known.get(identity);
            if (there != null) {
                return new Turn(identity, there, false);
            }
            CompletableFuture<Optional<Whole>> fresh = new CompletableFuture<>();
            known.put(identity, fresh);
            if (known.size() > MOST) {
                Iterator<CompletableFuture<Optional<Whole>>> oldest =
                        known.values().iterator();
                oldest.next();
                oldest.remove();
            }
            return new Turn(identity, fresh, true);
        }
    }
}
