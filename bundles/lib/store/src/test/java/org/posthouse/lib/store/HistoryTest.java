package org.posthouse.lib.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class HistoryTest {
    private static final long[] NOTHING = {};

    @Test
    void itKnowsWhatIsAfterItsFloor() {
        History history = History.from(10).plus(12, 5, new long[] {1, 4}).plus(15, 7, new long[] {2, 6});
        assertThat(history.reaches(9)).isFalse();
        assertThat(history.reaches(10)).isTrue();
        assertThat(history.uidNextAt(10, 8)).isEqualTo(5);
        assertThat(history.uidNextAt(12, 8)).isEqualTo(7);
        assertThat(history.uidNextAt(15, 8)).isEqualTo(8);
        assertThat(history.expungedAfter(10, 5)).containsExactly(1, 2, 4);
        assertThat(history.expungedAfter(12, 7)).containsExactly(2, 6);
        assertThat(history.expungedAfter(15, 8)).isEmpty();
    }

    @Test
    void aLongHistoryForgetsItsBeginning() {
        History history = History.from(0);
        for (int i = 1; i <= 5_000; i++) {
            history = history.plus(i, i, NOTHING);
        }
        assertThat(history.reaches(0)).isFalse();
        assertThat(history.reaches(4_600)).isTrue();
        assertThat(history.uidNextAt(4_600, 5_001)).isEqualTo(4_601);
    }

    @Test
    void twoThatGoOnFromTheSameKnowNothingOfEachOther() {
        History common = History.from(0).plus(1, 1, NOTHING).plus(2, 2, NOTHING);
        History lost = common.plus(3, 30, new long[] {1}).plus(4, 40, NOTHING);
        History kept = common.plus(3, 3, NOTHING);
        assertThat(kept.uidNextAt(2, 4)).isEqualTo(3);
        assertThat(kept.expungedAfter(0, 100)).isEmpty();
        assertThat(lost.uidNextAt(2, 50)).isEqualTo(30);
        assertThat(common.uidNextAt(2, 3)).isEqualTo(3);
    }

    @Test
    void aHeavyHistoryForgetsItsBeginning() {
        long[] many = LongStream.range(0, 40_000).toArray();
        History history = History.from(0).plus(1, 1, many).plus(2, 1, many).plus(3, 1, new long[] {7});
        assertThat(history.reaches(0)).isFalse();
        assertThat(history.reaches(2)).isTrue();
        assertThat(history.expungedAfter(2, 100)).containsExactly(7);
    }
}
