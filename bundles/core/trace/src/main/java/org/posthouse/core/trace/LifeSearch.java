package org.posthouse.core.trace;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.posthouse.api.trace.Trace.Found;
import org.posthouse.api.trace.Trace.Life;
import org.posthouse.api.trace.Trace.Search;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.core.trace.TraceRecord.Head;

/**
 * Finds mails and connections by what happened to them, newest first and no further than is asked for: first which they are, then the
 * steps of each. Of most steps only the begin is read.
 */
final class LifeSearch {
    /** Who records steps does it in order of time, but for so much. */
    private static final Duration DISORDER = Duration.ofMillis(500);
    /** Of those that a query fits, before it is known whether the rest does. */
    private static final int CANDIDATES = 500;
    /** Of one mail: what became of a list of thousands is told by its newest steps. */
    private static final int STEPS = 300;

    private static final int ALL_STEPS = 20_000;
    /** Tell of a mail what its other steps do not. */
    private static final Set<String> FIRST = Set.of("accepted", "report");

    private static final Comparator<TraceStep> BY_TIME = Comparator.comparing(TraceStep::time);
    private static final Comparator<Life> NEWEST =
            Comparator.comparing((Life life) -> life.found().time()).reversed();

    /** Newest first. */
    private final List<TracePart> parts;

    private final Search search;
    private final Optional<String> key;
    private final int limit;
    private final BooleanSupplier late;
    private final BooleanSupplier over;
    /** The newest step of each that makes it one. */
    private final Map<String, TraceStep> candidates = new HashMap<>();

    private final Map<String, List<TraceStep>> steps = new HashMap<>();
    private int count;
    private Optional<Instant> stopped = Optional.empty();

    /**
     * @param late whether there is no more time to look for others
     * @param over whether there is no more time to look what became of them
     */
    LifeSearch(List<TracePart> parts, Search search, int limit, BooleanSupplier late, BooleanSupplier over) {
        this.parts = parts;
        this.search = search;
        this.key = search.query().map(TraceKeys::key);
        this.limit = limit;
        this.late = late;
        this.over = over;
    }

    Found run() throws IOException {
        select();
        collect();
        List<Life> lives = new ArrayList<>();
        candidates.forEach(
                (id, step) -> life(id, steps.getOrDefault(id, List.of(step))).ifPresent(lives::add));
        lives.sort(NEWEST);
        if (lives.size() > limit) {
            Instant last = lives.get(limit - 1).found().time();
            lives.removeIf(life -> life.found().time().isBefore(last));
            stopped = Optional.of(last);
        }
        return new Found(lives, stopped);
    }

    private void select() throws IOException {
        Instant newer = Instant.MAX;
        for (TracePart part : parts) {
            if (key.isEmpty()
                    && search.since().filter(newer.plus(slack(newer))::isBefore).isPresent()) {
                return;
            }
            Instant first = part.first();
            if (!after(first) && (key.isEmpty() || part.mayHave(Set.of(key.get())))) {
                part.steps(this::mayBeMeant).forEach(this::candidate);
            }
            newer = first;
            boolean enough = enough(first);
            boolean further = first.isBefore(search.before().orElse(Instant.MAX));
            boolean more = part != parts.get(parts.size() - 1);
            if (enough || (further && more && late.getAsBoolean())) {
                stopped = enough ? oldest() : Optional.of(first);
                return;
            }
        }
    }

    private static Duration slack(Instant moment) {
        return moment.equals(Instant.MAX) ? Duration.ZERO : DISORDER;
    }

    /** Whether all of a part that begins then is too young. */
    private boolean after(Instant first) {
        return search.before()
                .filter(before -> first.isAfter(before.plus(DISORDER)))
                .isPresent();
    }

    private Optional<Instant> oldest() {
        return candidates.values().stream().map(TraceStep::time).min(Comparator.naturalOrder());
    }

    /** @param first since when everything was looked at */
    private boolean enough(Instant first) {
        int wanted = key.isPresent() ? Math.max(limit, CANDIDATES) : limit + 1;
        if (candidates.size() < wanted) {
            return false;
        }
        List<Instant> times = new ArrayList<>();
        candidates.values().forEach(step -> times.add(step.time()));
        times.sort(Comparator.reverseOrder());
        return times.get(wanted - 1).isAfter(first.plus(DISORDER)) || candidates.size() > 2 * wanted;
    }

    private boolean mayBeMeant(Head head) {
        return !head.id().isEmpty()
                && search.before().map(head.time()::isBefore).orElse(true)
                && (key.isPresent() || fits(head));
    }

    private void candidate(TraceStep step) {
        if (key.map(its -> TraceKeys.has(step, its)).orElse(true)) {
            candidates.merge(
                    Head.of(step).id(), step, (one, other) -> one.time().isAfter(other.time()) ? one : other);
        }
    }

    private void collect() throws IOException {
        Set<String> keys = new HashSet<>();
        candidates.keySet().forEach(id -> keys.add(TraceKeys.id(id)));
        boolean begun = false;
        for (TracePart part : keys.isEmpty() ? List.<TracePart>of() : parts) {
            // The newest part in any case: it is in memory, and what has just happened is in it.
            boolean enough = begun && (over.getAsBoolean() || count > ALL_STEPS);
            begun = true;
            if (enough) {
                stopped = stopped.or(this::oldest);
                return;
            }
            if (part.mayHave(keys)) {
                List<TraceStep> here = part.steps(head -> candidates.containsKey(head.id()));
                for (int i = here.size() - 1; i >= 0; i--) {
                    keep(here.get(i));
                }
            }
        }
    }

    private void keep(TraceStep step) {
        List<TraceStep> its = steps.computeIfAbsent(Head.of(step).id(), unknown -> new ArrayList<>());
        if (its.size() < STEPS || FIRST.contains(step.stage())) {
            its.add(step);
            count++;
        }
    }

    private Optional<Life> life(String id, List<TraceStep> its) {
        List<TraceStep> sorted = its.stream().sorted(BY_TIME).toList();
        return sorted.stream()
                .filter(step -> fits(Head.of(step)))
                .max(BY_TIME)
                .map(found -> new Life(id, found, sorted));
    }

    private boolean fits(Head head) {
        return (search.stages().isEmpty() || search.stages().contains(head.stage()))
                && search.since().map(since -> !head.time().isBefore(since)).orElse(true)
                && search.before().map(head.time()::isBefore).orElse(true);
    }
}
