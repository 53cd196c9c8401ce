package org.posthouse.core.net.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

class RareLogTest {
    private final AtomicLong now = new AtomicLong();
    private final RareLog log = new RareLog(NOPLogger.NOP_LOGGER, 2, Duration.ofSeconds(10), now::get);

    @Test
    void soManyLinesAreLetThroughAndMoreLater() {
        assertThat(log.info("one")).isTrue();
        assertThat(log.info("two")).isTrue();
        assertThat(log.info("three")).isFalse();
        now.addAndGet(10_000_000_001L);
        assertThat(log.info("four")).isTrue();
    }

    @Test
    void whatAStrangerSaysIsOneLine() {
        Exception cause = new Exception("outer", new IllegalStateException("a\r\nFORGED \u001b[2J line"));
        assertThat(Printable.of(cause)).isEqualTo("IllegalStateException: a??FORGED ?[2J line");
        assertThat(Printable.of(new Exception("x".repeat(10_000)))).hasSizeLessThan(200);
    }
}
