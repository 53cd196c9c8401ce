package org.posthouse.lib.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally();

    @Test
    void withoutCallsThereIsNothingToTell() {
        assertThat(tally.count()).isZero();
        assertThat(tally.micros(0.99)).isZero();
    }

    @Test
    void sharesAreOfTheCallsThatWereMade() {
        for (int i = 0; i < 98; i++) {
            tally.add(100);
        }
        tally.add(1_000_000);
        tally.add(1_000_000);
        assertThat(tally.count()).isEqualTo(100);
        assertThat(tally.micros(0.5)).isBetween(100L, 125L);
        assertThat(tally.micros(0.98)).isBetween(100L, 125L);
        assertThat(tally.micros(0.99)).isBetween(1_000_000L, 1_250_000L);
    }

    @Test
    void everyTimeIsKnownToAFourth() {
        for (long micros : new long[] {0, 1, 2, 3, 5, 7, 8, 9, 1000, 1023, 1024, 30_000_000, Long.MAX_VALUE}) {
            Tally one = new Tally();
            one.add(micros);
            long shown = Math.max(1, Math.min(micros, 1L << 40));
            assertThat(one.micros(0.5)).isBetween(shown, shown + shown / 4 + 1);
        }
    }
}
