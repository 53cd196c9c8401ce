package org.posthouse.delivery.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.posthouse.testkit.FakeClock;

class RefusalsTest {
    private final FakeClock clock = new FakeClock();
    private final Refusals refusals = new Refusals(clock);

    @Test
    void oneIsToldEachMinuteWithTheNumberOfTheOthers() {
        assertThat(refusals.count()).hasValue(0);
        assertThat(refusals.count()).isEmpty();
        clock.advance(Duration.ofSeconds(59));
        assertThat(refusals.count()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(refusals.count()).hasValue(2);
        assertThat(refusals.count()).isEmpty();
    }

    @Test
    void aClockThatIsSetBackSilencesNobody() {
        assertThat(refusals.count()).hasValue(0);
        clock.advance(Duration.ofDays(-1));
        assertThat(refusals.count()).hasValue(0);
    }
}
