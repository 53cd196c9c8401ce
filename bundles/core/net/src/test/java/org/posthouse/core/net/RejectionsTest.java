package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.testkit.FakeClock;

final class RejectionsTest {
    private final FakeClock clock = new FakeClock();
    private final Rejections rejections = new Rejections(clock);
    private final List<TraceStep> steps = new ArrayList<>();

    RejectionsTest() {
        rejections.trace().come(new Steps());
    }

    private void turnAway() {
        rejections.turnedAway(InetAddress.getLoopbackAddress(), "smtp", "too many connections", "421 4.7.0 later\r\n");
    }

    @Test
    void whoIsTurnedAwayIsInTheTrace() {
        turnAway();
        assertThat(steps).singleElement().satisfies(step -> {
            assertThat(step.stage()).isEqualTo("refused");
            assertThat(step.plugin()).isEqualTo("org.posthouse.core.net");
            assertThat(step.verdict()).isEqualTo("too many connections");
            assertThat(step.reply()).isEqualTo("421 4.7.0 later");
            assertThat(step.facts()).containsEntry("client", "127.0.0.1").containsEntry("service", "smtp");
        });
    }

    @Test
    void aFloodIsCountedAndNotWrittenDown() {
        for (int i = 0; i < 1000; i++) {
            turnAway();
        }
        assertThat(steps).hasSize(100);
        clock.advance(Duration.ofSeconds(11));
        turnAway();
        assertThat(steps).hasSize(101);
        assertThat(steps.get(100).facts()).containsEntry("untold before", "900");
    }

    /** Remembers them. */
    private final class Steps implements Trace {
        @Override
        public void record(TraceStep step) {
            steps.add(step);
        }

        @Override
        public List<TraceStep> find(Query query, int limit) {
            return List.of();
        }

        @Override
        public List<String> latest(int limit) {
            return List.of();
        }

        @Override
        public Map<String, Long> totals() {
            return Map.of();
        }
    }
}
