package org.posthouse.store.log;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.Fields;

/**
 * How much of what was brought into each segment is still wanted, in octets of messages: an estimate, which says what is worth
 * compacting and nothing else. Safe for threads.
 */
final class Tally {
    private final Map<Long, Long> brought = new HashMap<>();
    private final Map<Long, Long> wanted = new HashMap<>();

    synchronized void add(Weights weights) {
        weights.brought().forEach((segment, octets) -> brought.merge(segment, octets, Long::sum));
        weights.wanted().forEach((segment, octets) -> wanted.merge(segment, octets, Long::sum));
    }

    /** How much of a segment is wanted, from 0 to 1; 0 if nothing was brought there. */
    synchronized double wanted(long segment) {
        long all = brought.getOrDefault(segment, 0L);
        return all <= 0 ? 0 : Math.max(0, Math.min(1, wanted.getOrDefault(segment, 0L) / (double) all));
    }

    /** How many octets were brought into a segment that are not wanted any more. */
    synchronized long wasted(long segment) {
        return brought.getOrDefault(segment, 0L) - wanted.getOrDefault(segment, 0L);
    }

    /** Octets of messages that are wanted in a segment. */
    synchronized long octets(long segment) {
        return Math.max(0, wanted.getOrDefault(segment, 0L));
    }

    /** Octets that are not wanted any more, in all segments. */
    synchronized long wasted() {
        return brought.values().stream().mapToLong(Long::longValue).sum() - wanted();
    }

    /** Octets of messages that are wanted, in all segments. */
    synchronized long wanted() {
        return wanted.values().stream().mapToLong(Long::longValue).sum();
    }

    synchronized void keepOnly(Set<Long> segments) {
        brought.keySet().retainAll(segments);
        wanted.keySet().retainAll(segments);
    }

    synchronized void write(Fields to) {
        new Weights(brought, wanted).write(to);
    }

    static Tally read(FieldReader from) throws IOException {
        Tally tally = new Tally();
        tally.add(Weights.read(from));
        return tally;
    }
}
