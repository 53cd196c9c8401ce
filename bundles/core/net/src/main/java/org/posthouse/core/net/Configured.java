package org.posthouse.core.net;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The listeners that are configured, and whether each has been tried: between the moment when its configuration is there and the
 * moment when the component runtime has made a door of it, nothing else tells of it.
 */
final class Configured {
    /** One that does not come in this time is not waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Supplier<List<String>> pids;
    private final LongSupplier nanos;
    private final Set<String> tried = ConcurrentHashMap.newKeySet();
    private Optional<Long> since = Optional.empty();

    /** @param pids those that are configured now */
    Configured(Supplier<List<String>> pids, LongSupplier nanos) {
        this.pids = pids;
        this.nanos = nanos;
    }

    /** A door was made of it, or it was found useless. */
    void tried(String pid) {
        tried.add(pid);
    }

    /** Whether none is waited for. Asked again and again from when all else is ready. */
    synchronized boolean allTried() {
        if (tried.containsAll(pids.get())) {
            return true;
        }
        long now = nanos.getAsLong();
        since = since.or(() -> Optional.of(now));
        return now - since.get() > PATIENCE.toNanos();
    }
}
