package org.posthouse.core.dns;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.posthouse.api.dns.Answer.Outcome;
import org.xbill.DNS.Name;

/** Answers until they are too old; of too many, those not asked for longest go first. Safe for threads. */
final class Cache {
    private final Map<Question, Entry> entries;
    private final Duration least;
    private final Duration most;
    private final LongSupplier nanos;

    /** What was asked; names compare without case. */
    record Question(Name name, int type) {}

    private record Entry(Found found, long since) {}

    Cache(DnsSettings settings, LongSupplier nanos) {
        int size = settings.cacheSize();
        this.least = settings.minimumTtl();
        this.most = settings.maximumTtl();
        this.nanos = nanos;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Question, Entry> eldest) {
                return size() > size;
            }
        };
    }

    /** With the time it has left. */
    synchronized Optional<Found> get(Question question) {
        Entry entry = entries.get(question);
        if (entry == null) {
            return Optional.empty();
        }
        long age = Duration.ofNanos(nanos.getAsLong() - entry.since()).toSeconds();
        long left = entry.found().ttl() - age;
        if (left <= 0) {
            entries.remove(question);
            return Optional.empty();
        }
        return Optional.of(entry.found().keptFor(left));
    }

    /** Keeps it as long as it may be kept; as it is from now on. What has failed is not kept. */
    synchronized Found put(Question question, Found found) {
        if (found.outcome() == Outcome.FAILED) {
            return found;
        }
        long seconds = Math.min(most.toSeconds(), Math.max(least.toSeconds(), found.ttl()));
        Found kept = found.keptFor(seconds);
        if (seconds > 0) {
            entries.put(question, new Entry(kept, nanos.getAsLong()));
        }
        return kept;
    }
}
