package org.posthouse.core.trace;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.core.trace.TraceRecord.Head;

/** A stretch of the trace. */
interface TracePart {
    /** False: it certainly has no step with one of these keys. */
    boolean mayHave(Set<String> keys);

    /** When its first step was taken down; the end of time if it has none. */
    Instant first() throws IOException;

    /** In order. */
    List<TraceStep> steps() throws IOException;

    /** Those of them that are wanted, in order; the others are not read beyond their begin. */
    List<TraceStep> steps(Predicate<Head> wanted) throws IOException;

    /** The stretch that is in memory. */
    record Fresh(List<TraceStep> steps) implements TracePart {
        @Override
        public boolean mayHave(Set<String> keys) {
            return true;
        }

        @Override
        public Instant first() {
            return steps.isEmpty() ? Instant.MAX : steps.get(0).time();
        }

        @Override
        public List<TraceStep> steps(Predicate<Head> wanted) {
            return steps.stream().filter(step -> wanted.test(Head.of(step))).toList();
        }
    }
}
