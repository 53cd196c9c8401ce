package org.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.launcher.OfflineHouse;

final class WithoutServerTest {
    @Test
    void whoOnlyLooksAtSettingsStartsNothingElse() {
        assertThat(WithoutServer.feature(List.of("config", "list"))).isEqualTo(OfflineHouse.SETTINGS);
        assertThat(WithoutServer.feature(List.of("config", "show", "core.queue", "--json")))
                .isEqualTo(OfflineHouse.SETTINGS);
    }

    @Test
    void whatIsChangedIsJudgedByWhoeverItConcerns() {
        assertThat(WithoutServer.feature(List.of("config", "set", "core.queue", "a=b")))
                .isEqualTo(OfflineHouse.FEATURE);
        assertThat(WithoutServer.feature(List.of("config", "changed"))).isEqualTo(OfflineHouse.FEATURE);
        assertThat(WithoutServer.feature(List.of("store", "check"))).isEqualTo(OfflineHouse.WITH_STORE);
    }

    @Test
    void whoWaitsForACommandIsToldItsNameAndNotWhatItIsGiven() {
        assertThat(WithoutServer.name(List.of("store", "rebuild", "kate@school.edu")))
                .isEqualTo("store rebuild");
        assertThat(WithoutServer.name(List.of("setup", "--host", "mail.zoo.example")))
                .isEqualTo("setup");
        assertThat(WithoutServer.name(List.of("log"))).isEqualTo("log");
    }
}
