package org.posthouse.api.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.posthouse.api.trace.Trace.Query;

final class SteadyTraceTest {
    private final SteadyTrace steady = new SteadyTrace();

    private void record(String stage) {
        steady.record(TraceStep.at(Instant.EPOCH, stage).build());
    }

    @Test
    void whatIsRecordedBetweenTwoTracesGoesToTheSecond() {
        Memory first = new Memory();
        Memory second = new Memory();
        record("before");
        steady.come(first);
        record("first");
        steady.go(first);
        record("between");
        assertThat(steady.find(new Query(Query.Field.ID, "x"), 1)).isEmpty();
        steady.come(second);
        record("second");
        assertThat(first.stages).containsExactly("before", "first");
        assertThat(second.stages).containsExactly("between", "second");
    }

    @Test
    void whoHasBeenFollowedAlreadyMayGo() {
        Memory first = new Memory();
        Memory second = new Memory();
        steady.come(first);
        steady.come(second);
        steady.go(first);
        record("on");
        assertThat(second.stages).containsExactly("on");
    }

    @Test
    void whatWaitsIsBounded() {
        IntStream.range(0, 10_000).forEach(i -> record("step"));
        Memory late = new Memory();
        steady.come(late);
        assertThat(late.stages).hasSize(8192);
    }

    /** Remembers what it was told. */
    private static final class Memory implements Trace {
        private final List<String> stages = new ArrayList<>();

        @Override
        public void record(TraceStep step) {
            stages.add(step.stage());
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
    }
}
