package org.posthouse.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SettingsTest {
    @Test
    void aSmallDiskKeepsATwentiethInReserveUnlessMoreIsWanted() {
        assertThat(Settings.DEFAULT.fitFor(100 << 20).reserve()).isEqualTo((100 << 20) / 20);
        assertThat(new Settings(0, 65L << 20, 1 << 20, 2).fitFor(100 << 20).reserve())
                .isEqualTo(65L << 20);
        assertThat(Settings.DEFAULT.fitFor(1L << 40)).isEqualTo(Settings.DEFAULT);
    }
}
