package org.posthouse.core.trace;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.posthouse.api.metrics.Peak;
import org.posthouse.api.trace.TraceStep;

/** Counts what has happened since the start, stage by stage, and how long it took lately. Safe for all threads, and cheap for many. */
final class Totals {
    private static final String CORE = "org.posthouse.core.";
    /** Where filters judge, each with a step of its own. */
    private static final Set<String> JUDGED = Set.of("connect", "helo", "reversePath", "recipient", "message");
    /** Stages are few; who makes them up fills no memory. */
    private static final int MOST = 64;

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, Peak> peaks = new ConcurrentHashMap<>();

    void count(TraceStep step) {
        if (JUDGED.contains(step.stage()) && !step.plugin().startsWith(CORE)) {
            return;
        }
        add(step.stage(), 1);
        if (step.micros() > 0 && counts.containsKey(step.stage())) {
            peaks.computeIfAbsent(step.stage(), unknown -> new Peak()).reached(step.time(), step.micros());
        }
    }

    /** Microseconds of the longest step since then. */
    OptionalLong longest(String stage, Instant since) {
        return Optional.ofNullable(peaks.get(stage))
                .map(each -> each.since(since))
                .orElse(OptionalLong.empty());
    }

    /** What was counted before. */
    void add(Map<String, Long> before) {
        before.forEach(this::add);
    }

    private void add(String stage, long times) {
        LongAdder count = counts.get(stage);
        if (count == null && counts.size() < MOST) {
            count = counts.computeIfAbsent(stage, unknown -> new LongAdder());
        }
        if (count != null) {
            count.add(times);
        }
    }

    Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((stage, count) -> all.put(stage, count.sum()));
        return Map.copyOf(all);
    }
}
