package org.posthouse.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SettingsTest {
    @Test
    void aSmallDiskKeepsATwentiethInReserveUnlessMoreIsWanted() {
        assertThat(Settings.DEFAULT.fitFor(100 << 20, 90 << 20).reserve()).isEqualTo((100 << 20) / 20);
        assertThat(new Settings(0, 65L << 20, 1 << 20, 2)
                        .fitFor(100 << 20, 90 << 20)
                        .reserve())
                .isEqualTo(65L << 20);
        assertThat(Settings.DEFAULT.fitFor(1L << 40, 1L << 39)).isEqualTo(Settings.DEFAULT);
    }

    @Test
    void aSegmentIsASmallPartOfTheDiskAndOfWhatIsFree() {
        assertThat(Settings.DEFAULT.fitFor(55 << 20, 50 << 20).segmentSize()).isEqualTo(1 << 20);
        assertThat(Settings.DEFAULT.fitFor(1L << 30, 900 << 20).segmentSize()).isEqualTo(16 << 20);
        assertThat(Settings.DEFAULT.fitFor(1L << 40, 300 << 20).segmentSize()).isEqualTo(32 << 20);
        assertThat(Settings.DEFAULT.fitFor(1L << 40, 0).segmentSize()).isEqualTo(4 << 20);
        assertThat(new Settings(0, 0, 64 << 20, 16).fitFor(32L << 30, 32L << 30).segmentSize())
                .isEqualTo(32 << 20);
    }
}
