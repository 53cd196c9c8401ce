package org.posthouse.core.trace;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.trace.Trace.Query;
import org.posthouse.api.trace.Trace.Query.Field;
import org.posthouse.api.trace.TraceStep;

/**
 * Finds in three passes: newest first, which mails and connections a query means; then all their steps, of a mail also those of its
 * connection before it; then, oldest first, what became of each mail where it lay, from one mailbox to the next.
 */
final class TraceSearch {
    /** Newest first. */
    private final List<TracePart> parts;

    private final Query query;
    private final int limit;
    private final String key;
    private final Set<String> mails = new HashSet<>();
    private final Set<String> connections = new HashSet<>();
    private final Places places = new Places();
    /** The oldest part that tells of a place. */
    private int oldest;

    private final List<TraceStep> found = new ArrayList<>();

    TraceSearch(List<TracePart> parts, Query query, int limit) {
        this.parts = parts;
        this.query = query;
        this.limit = limit;
        this.key = TraceKeys.key(query);
    }

    /** The newest steps in order of time. */
    List<TraceStep> run() throws IOException {
        for (int i = 0; i < parts.size(); i++) {
            if (mails.size() + connections.size() < limit && parts.get(i).mayHave(Set.of(key))) {
                select(i);
            }
        }
        for (int i = 0; i < parts.size(); i++) {
            if (found.size() < limit && parts.get(i).mayHave(keys())) {
                collect(i);
            }
        }
        Deque<TraceStep> later = new ArrayDeque<>();
        for (int i = oldest; i >= 0 && !places.isEmpty(); i--) {
            if (parts.get(i).mayHave(places.keys())) {
                follow(parts.get(i), later);
            }
        }
        found.addAll(later);
        found.sort(Comparator.comparing(TraceStep::time));
        return List.copyOf(found.subList(Math.max(0, found.size() - limit), found.size()));
    }

    private void select(int part) throws IOException {
        for (TraceStep step : parts.get(part).steps()) {
            if (TraceKeys.has(step, key)) {
                step.queueId().ifPresent(mails::add);
                boolean byClient = query.field() == Field.CLIENT || byConnection(step);
                if (byClient || (step.queueId().isEmpty() && !lies(step))) {
                    step.connectionId().ifPresent(connections::add);
                } else if (step.queueId().isEmpty()) {
                    put(step, part);
                }
            }
        }
    }

    private boolean byConnection(TraceStep step) {
        return query.field() == Field.ID && step.connectionId().equals(Optional.of(query.value()));
    }

    private void collect(int part) throws IOException {
        List<TraceStep> steps = parts.get(part).steps();
        Deque<TraceStep> here = new ArrayDeque<>();
        for (int i = steps.size() - 1; i >= 0 && found.size() + here.size() < limit; i--) {
            TraceStep step = steps.get(i);
            if (meant(step)) {
                here.addFirst(step);
                if (ofMail(step)) {
                    step.connectionId().ifPresent(connections::add);
                    put(step, part);
                }
            }
        }
        found.addAll(0, here);
    }

    private void follow(TracePart part, Deque<TraceStep> later) throws IOException {
        for (TraceStep step : part.steps()) {
            if (lies(step) && places.concerns(step) && !meant(step)) {
                later.add(step);
                if (later.size() > limit) {
                    later.removeFirst();
                }
            }
        }
    }

    private void put(TraceStep step, int part) {
        if (lies(step)) {
            places.put(step);
            oldest = Math.max(oldest, part);
        }
    }

    /** Whether it tells where mail lies. */
    private static boolean lies(TraceStep step) {
        return step.facts().containsKey(TraceKeys.MAILBOX) || step.stage().equals(TraceKeys.ERASED);
    }

    private boolean meant(TraceStep step) {
        boolean ofConnection = step.queueId().isEmpty()
                && step.connectionId().filter(connections::contains).isPresent();
        return ofMail(step) || ofConnection;
    }

    private boolean ofMail(TraceStep step) {
        return step.queueId().filter(mails::contains).isPresent();
    }

    private Set<String> keys() {
        Set<String> keys = new HashSet<>();
        mails.forEach(id -> keys.add(TraceKeys.id(id)));
        connections.forEach(id -> keys.add(TraceKeys.id(id)));
        return keys;
    }
}
