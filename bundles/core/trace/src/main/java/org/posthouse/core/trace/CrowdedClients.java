package org.posthouse.core.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.posthouse.api.trace.TraceStep;

/**
 * Strangers who are refused so often that one word for all is enough: of each client the first refusals of a minute are told, the others
 * counted. Used by one thread at a time.
 */
final class CrowdedClients {
    /** Of a client, in a minute that begins with the first refusal of any. */
    private static final int EACH = 1000;
    /** Of more clients in a minute every refusal is told. */
    private static final int CLIENTS = 10_000;

    private static final Duration TIME = Duration.ofMinutes(1);

    private final Map<String, Count> counts = new HashMap<>();
    private Instant begun = Instant.EPOCH;

    private static final class Count {
        private long refusals;
        private TraceStep last;

        Count(TraceStep first) {
            last = first;
        }
    }

    /** Whether the step is to be recorded as it is. */
    boolean tells(TraceStep step) {
        String client = step.facts().get("client");
        if (!step.stage().equals("refused")
                || client == null
                || step.facts().getOrDefault("via", "").equals("SUBMISSION")
                || (counts.size() >= CLIENTS && !counts.containsKey(client))) {
            return true;
        }
        begun = counts.isEmpty() ? step.time() : begun;
        Count count = counts.computeIfAbsent(client, unknown -> new Count(step));
        count.last = step;
        return ++count.refusals <= EACH;
    }

    /** One step for each client that was counted, if their minute is over. */
    List<TraceStep> over(Instant now) {
        // Whichever way the clock was set.
        return Duration.between(begun, now).abs().compareTo(TIME) < 0 ? List.of() : rest();
    }

    /** The same at once. */
    List<TraceStep> rest() {
        List<TraceStep> told = new ArrayList<>();
        counts.values().stream().filter(count -> count.refusals > EACH).forEach(count -> told.add(summary(count)));
        counts.clear();
        return told;
    }

    private static TraceStep summary(Count count) {
        TraceStep last = count.last;
        TraceStep.Builder step = TraceStep.at(last.time(), last.stage())
                .by(last.plugin(), last.version(), last.config())
                .verdict((count.refusals - EACH) + " more refusals of this client within a minute")
                .reply(last.reply());
        last.connectionId().ifPresent(step::connectionId);
        last.facts().forEach((name, value) -> {
            if (!name.equals("recipient") && !name.equals("sender")) {
                step.fact(name, value);
            }
        });
        return step.build();
    }
}
