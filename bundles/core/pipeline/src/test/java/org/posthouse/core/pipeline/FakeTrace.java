package org.posthouse.core.pipeline;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;

/** A trace in memory. */
final class FakeTrace implements Trace {
    private final List<TraceStep> steps = new CopyOnWriteArrayList<>();

    @Override
    public void record(TraceStep step) {
        steps.add(step);
    }

    @Override
    public List<TraceStep> find(Query query, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> latest(int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Long> totals() {
        throw new UnsupportedOperationException();
    }

    /** {@code stage plugin version verdict} of each step so far. */
    List<String> lines() {
        return steps.stream()
                .map(step -> step.stage() + " " + step.plugin() + " " + step.version() + " " + step.verdict())
                .toList();
    }

    List<TraceStep> steps() {
        return steps;
    }
}
