package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.posthouse.testkit.FakeClock;

final class CrowdTest {
    private final FakeClock clock = new FakeClock();
    private final Crowd crowd = new Crowd(clock);

    @Test
    void whoCameAndWentIsCountedAmongTheMost() {
        for (int i = 0; i < 30; i++) {
            crowd.enter();
        }
        for (int i = 0; i < 29; i++) {
            crowd.leave();
        }
        assertThat(crowd.most(clock.instant())).isEqualTo(30);
    }

    @Test
    void whoWasThereBeforeAndLeftMeanwhileWasThereToo() {
        crowd.enter();
        crowd.enter();
        clock.advance(Duration.ofMinutes(1));
        Instant since = clock.instant();
        clock.advance(Duration.ofSeconds(10));
        crowd.leave();
        assertThat(crowd.most(since)).isEqualTo(2);
        clock.advance(Duration.ofMinutes(1));
        assertThat(crowd.most(clock.instant())).isEqualTo(1);
    }
}
