package org.posthouse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TimeLeftTest {
    private final AtomicLong now = new AtomicLong();
    private final TimeLeft time = new TimeLeft(10, Duration.ofSeconds(60), now::get);

    @Test
    void withoutAStepDoneItIsGuessed() {
        assertThat(time.words()).isEqualTo("1 of 10, 10 min left");
    }

    @Test
    void stepsToComeTakeAsLongAsThoseDone() {
        now.set(Duration.ofSeconds(20).toNanos());
        time.stepDone();
        time.stepDone();
        assertThat(time.words()).isEqualTo("3 of 10, 80 s left");
    }
}
