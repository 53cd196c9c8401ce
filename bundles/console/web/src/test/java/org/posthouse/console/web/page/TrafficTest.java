package org.posthouse.console.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrafficTest {
    private long accepted = 5;

    @Test
    void eachMinuteHasWhatCameInIt() {
        try (Traffic traffic = new Traffic(() -> Map.of("accepted", accepted))) {
            accepted = 7;
            traffic.minute();
            accepted = 17;
            traffic.minute();
            accepted = 18;
            assertThat(traffic.minutes()).containsExactly(2L, 10L, 1L);
        }
    }

    @Test
    void anHourIsKept() {
        try (Traffic traffic = new Traffic(() -> Map.of("accepted", accepted))) {
            for (int i = 0; i < 100; i++) {
                accepted += i;
                traffic.minute();
            }
            assertThat(traffic.minutes()).hasSize(60).endsWith(98L, 99L, 0L);
        }
    }

    @Test
    void totalsThatBeginAnewAreNoNegativeMinute() {
        try (Traffic traffic = new Traffic(() -> Map.of("accepted", accepted))) {
            accepted = 3;
            traffic.minute();
            assertThat(traffic.minutes()).containsExactly(3L, 0L);
        }
    }
}
