package org.posthouse.console.overview;

import java.util.HashMap;
import java.util.Map;
import org.posthouse.lib.disk.RunCounts;

/**
 * What samples have told of what was counted in this run of the server. Kept in a file: whoever takes the next sample, also the next
 * version, tells only what has come since, and nothing is told twice or by nobody. Not safe for threads.
 */
final class Counted {
    private final RunCounts kept;
    private Map<String, Long> known = Map.of();

    Counted(RunCounts kept) {
        this.kept = kept;
    }

    /** What has come since it was asked last. */
    Map<String, Long> since(Map<String, Long> totals) {
        Map<String, Long> told = kept.read().orElse(known);
        Map<String, Long> events = new HashMap<>();
        totals.forEach((stage, count) -> {
            long last = told.getOrDefault(stage, 0L);
            // Less than before: it counts anew.
            events.put(stage, count >= last ? count - last : count);
        });
        known = Map.copyOf(totals);
        kept.write(known);
        return events;
    }
}
