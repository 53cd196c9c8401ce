package org.posthouse.api.trace;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The trace for those who stay while it is replaced. What is recorded while none is there is kept, the first 8192 steps of it, and goes
 * to the next one. Safe for all threads; waits for nothing.
 */
public final class SteadyTrace implements Trace {
    private static final int MOST = 8192;

    private final AtomicReference<Optional<Trace>> present = new AtomicReference<>(Optional.empty());
    private final BlockingQueue<TraceStep> waiting = new ArrayBlockingQueue<>(MOST);

    /** With this one to begin with. */
    public static SteadyTrace of(Trace trace) {
        SteadyTrace steady = new SteadyTrace();
        steady.come(trace);
        return steady;
    }

    /** This one is used from now on. */
    public void come(Trace trace) {
        present.set(Optional.of(trace));
        tellWaiting();
    }

    /** This one is used no more; nothing happens if another has come meanwhile. */
    public void go(Trace trace) {
        present.updateAndGet(now -> now.filter(it -> it != trace));
    }

    @Override
    public void record(TraceStep step) {
        Optional<Trace> now = present.get();
        if (now.isPresent()) {
            now.get().record(step);
        } else if (waiting.offer(step)) {
            // One may have come, and have been told what waited, in between.
            tellWaiting();
        }
    }

    private void tellWaiting() {
        Optional<Trace> now = present.get();
        if (now.isPresent()) {
            for (TraceStep step = waiting.poll(); step != null; step = waiting.poll()) {
                now.get().record(step);
            }
        }
    }

    /** Nothing while none is there. */
    @Override
    public List<TraceStep> find(Query query, int limit) {
        return present.get().map(trace -> trace.find(query, limit)).orElse(List.of());
    }

    /** Nothing while none is there. */
    @Override
    public Found search(Search search, int limit, Duration patience) {
        return present.get().map(trace -> trace.search(search, limit, patience)).orElse(Found.NOTHING);
    }

    /** Nothing while none is there. */
    @Override
    public List<String> latest(int limit) {
        return present.get().map(trace -> trace.latest(limit)).orElse(List.of());
    }

    @Override
    public Kept kept() {
        return present.get().map(Trace::kept).orElseGet(Trace.super::kept);
    }

    /** Nothing while none is there. */
    @Override
    public Map<String, Long> totals() {
        return present.get().map(Trace::totals).orElse(Map.of());
    }
}
