package org.posthouse.core.trace;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.posthouse.api.trace.TraceStep;

/** A stretch of the trace. */
interface TracePart {
    /** False: it certainly has no step with one of these keys. */
    boolean mayHave(Set<String> keys);

    /** In order. */
    List<TraceStep> steps() throws IOException;

    /** The stretch that is in memory. */
    record Fresh(List<TraceStep> steps) implements TracePart {
        @Override
        public boolean mayHave(Set<String> keys) {
            return true;
        }
    }
}
