package org.posthouse.core.queue.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Instant ARRIVED = Instant.parse("2026-03-01T10:00:00Z");

    private static Schedule schedule(double backOff, OptionalInt attempts) {
        return new Schedule(Duration.ofMinutes(1), backOff, Duration.ofHours(1), Duration.ofDays(1), attempts);
    }

    private static List<Long> seconds(double backOff, boolean ours) {
        Schedule schedule = schedule(backOff, OptionalInt.empty());
        return IntStream.rangeClosed(1, 9)
                .mapToObj(attempts -> schedule.delay(attempts, ours).toSeconds())
                .toList();
    }

    @Test
    void pausesGrowByTheBackOffUpToTheLongest() {
        assertThat(seconds(2, false)).containsExactly(60L, 120L, 240L, 480L, 960L, 1920L, 3600L, 3600L, 3600L);
        assertThat(seconds(1.5, false)).startsWith(60L, 90L, 135L, 202L);
        assertThat(seconds(1, false)).containsOnly(60L);
        assertThat(seconds(2, true)).startsWith(2L, 4L, 8L, 16L);
        assertThat(schedule(10, OptionalInt.empty()).delay(Integer.MAX_VALUE, false))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void mailIsGivenUpForItsAgeButNotBeforeItWasTriedSomeTimes() {
        Schedule schedule = schedule(2, OptionalInt.empty());
        Instant late = ARRIVED.plus(Duration.ofDays(1));
        assertThat(schedule.expired(ARRIVED, 3, late)).isTrue();
        assertThat(schedule.expired(ARRIVED, 2, late)).isFalse();
        assertThat(schedule.expired(ARRIVED, 1000, late.minusSeconds(1))).isFalse();
    }

    @Test
    void mailIsGivenUpForTheNumberOfAttemptsWhereThatIsSet() {
        Schedule schedule = schedule(2, OptionalInt.of(5));
        assertThat(schedule.expired(ARRIVED, 4, ARRIVED)).isFalse();
        assertThat(schedule.expired(ARRIVED, 5, ARRIVED)).isTrue();
    }

    @Test
    void pausesThatBecomeShorterAreRefused() {
        for (double backOff : new double[] {0.5, 0, -1, Double.NaN}) {
            assertThatThrownBy(() -> schedule(backOff, OptionalInt.empty()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
