package org.posthouse.core.trace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.trace.Trace.Query;
import org.posthouse.api.trace.TraceStep;

/**
 * Finds in two passes, newest first: which mails and connections a query means, then all their steps; of a mail also those of its
 * connection before it.
 */
final class TraceSearch {
    private final TraceFiles files;
    private final Query query;
    private final int limit;
    private final String key;
    private final Set<String> mails = new HashSet<>();
    private final Set<String> connections = new HashSet<>();

    TraceSearch(TraceFiles files, Query query, int limit) {
        this.files = files;
        this.query = query;
        this.limit = limit;
        this.key = TraceKeys.key(query);
    }

    /** The steps in order of time. */
    List<TraceStep> run() throws IOException {
        List<TraceStep> newest = files.newest();
        List<TraceSegment> older = files.segments();
        select(newest);
        for (TraceSegment segment : older) {
            if (mails.size() + connections.size() < limit && segment.mayHave(Set.of(key))) {
                select(segment.steps());
            }
        }
        List<TraceStep> found = new ArrayList<>();
        collect(newest, found);
        for (TraceSegment segment : older) {
            if (found.size() < limit && segment.mayHave(keys())) {
                collect(segment.steps(), found);
            }
        }
        Collections.reverse(found);
        found.sort(Comparator.comparing(TraceStep::time));
        return List.copyOf(found);
    }

    private void select(List<TraceStep> steps) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            TraceStep step = steps.get(i);
            if (TraceKeys.keys(step).contains(key)) {
                boolean byConnection =
                        query.field() == Query.Field.ID && step.connectionId().equals(Optional.of(query.value()));
                step.queueId().ifPresent(mails::add);
                if (byConnection || step.queueId().isEmpty()) {
                    step.connectionId().ifPresent(connections::add);
                }
            }
        }
    }

    private void collect(List<TraceStep> steps, List<TraceStep> found) {
        for (int i = steps.size() - 1; i >= 0 && found.size() < limit; i--) {
            TraceStep step = steps.get(i);
            boolean ofMail = step.queueId().filter(mails::contains).isPresent();
            boolean ofConnection = step.queueId().isEmpty()
                    && step.connectionId().filter(connections::contains).isPresent();
            if (ofMail) {
                step.connectionId().ifPresent(connections::add);
            }
            if (ofMail || ofConnection) {
                found.add(step);
            }
        }
    }

    private Set<String> keys() {
        Set<String> keys = new HashSet<>();
        mails.forEach(id -> keys.add(TraceKeys.id(id)));
        connections.forEach(id -> keys.add(TraceKeys.id(id)));
        return keys;
    }
}
