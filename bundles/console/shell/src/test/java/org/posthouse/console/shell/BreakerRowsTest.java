package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Breaker.State;

final class BreakerRowsTest {
    private static final Instant SINCE = Instant.parse("2026-01-05T08:00:00Z");

    private static Breaker breaker(State state, Optional<Instant> nextTry, String lastFailure) {
        return new Breaker("org.example.f", "f.part", "1.0.0", state, SINCE, nextTry, 12, 5, lastFailure, 1, 300, 4000);
    }

    @Test
    void whatIsOpenSaysSinceWhenAndWhyAndWhenItIsTried() {
        Table table = new Table("", "");
        BreakerRows.add(table, breaker(State.OPEN, Optional.of(SINCE.plusSeconds(10)), "it threw X"));
        assertThat(table.text(200))
                .contains("f.part", "open since", "12, 5 failed", "it threw X", "half within 300 µs");
    }

    @Test
    void programsFindTheSame() {
        assertThat(BreakerRows.json(breaker(State.HALF_OPEN, Optional.empty(), "")))
                .containsEntry("state", "half open")
                .containsEntry("since", "2026-01-05T08:00:00Z")
                .containsEntry("nextTry", Optional.empty())
                .containsEntry("failures", 5L)
                .containsEntry("abandoned", 1)
                .containsEntry("p99Micros", 4000L);
    }

    @Test
    void theReasonIsASentenceThatStandsAlone() {
        assertThat(breaker(State.CLOSED, Optional.empty(), "it threw X").reason())
                .isEmpty();
        assertThat(breaker(State.OPEN, Optional.empty(), "it threw X").reason())
                .isEqualTo("its breaker is open since 2026-01-05T08:00:00Z: it threw X");
        assertThat(breaker(State.OUT, Optional.empty(), "").reason())
                .isEqualTo("it is out since 2026-01-05T08:00:00Z, for its threads did not come back");
    }
}
