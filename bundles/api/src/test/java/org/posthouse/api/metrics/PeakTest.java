package org.posthouse.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PeakTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final Peak peak = new Peak();

    @Test
    void whatWasOverSoonIsRememberedByWhoLooksLater() {
        peak.reached(NOON.plusSeconds(20), 3);
        peak.reached(NOON.plusSeconds(21), 90);
        peak.reached(NOON.plusSeconds(22), 2);
        peak.reached(NOON.plusSeconds(50), 4);
        assertThat(peak.since(NOON)).hasValue(90);
        assertThat(peak.since(NOON.plusSeconds(30))).hasValue(4);
        assertThat(peak.since(NOON.plusSeconds(60))).isEmpty();
    }

    @Test
    void whatIsLongAgoIsForgotten() {
        peak.reached(NOON, 90);
        for (int second = 0; second <= Peak.MEMORY.toSeconds() + 10; second += 5) {
            peak.reached(NOON.plusSeconds(second + 5), 1);
        }
        assertThat(peak.since(NOON.minusSeconds(60))).hasValue(1);
    }

    @Test
    void whereNothingWasToldThereIsNoFigure() {
        assertThat(peak.since(NOON)).isEmpty();
        assertThat(peak.since(Instant.EPOCH)).isEmpty();
    }
}
