package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Of clients that read slowly. */
class DeadlinesTest {
    private static final long SECOND = 1_000_000_000;
    private static final int PROGRESS = 1 << 16;

    private final NetSettings settings =
            Server.settings(2, 2, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(5));
    private final Deadlines deadlines = new Deadlines(() -> settings);

    @Test
    void whoReadsOnIsGivenTimeForEachPartAlsoWhileNobodyLooks() {
        deadlines.reading(0, 4 * PROGRESS, 0);
        deadlines.look(PROGRESS, true, 11 * SECOND);
        assertThat(deadlines.readerTooSlow(11 * SECOND)).isFalse();
        deadlines.look(2 * PROGRESS - 1, true, 20 * SECOND);
        assertThat(deadlines.readerTooSlow(20 * SECOND)).isFalse();
        assertThat(deadlines.readerTooSlow(21 * SECOND)).isTrue();
    }

    @Test
    void whoReadsNothingIsGivenNoMore() {
        deadlines.reading(0, 4 * PROGRESS, 0);
        deadlines.look(PROGRESS - 1, true, 9 * SECOND);
        assertThat(deadlines.readerTooSlow(10 * SECOND)).isTrue();
    }

    @Test
    void whoHasReadAllIsNotTooSlow() {
        deadlines.reading(0, PROGRESS, 0);
        deadlines.caughtUp();
        deadlines.look(PROGRESS, false, 11 * SECOND);
        assertThat(deadlines.readerTooSlow(11 * SECOND)).isFalse();
    }
}
