package org.posthouse.lib.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class AlarmsTest {
    private final Alarms alarms = new Alarms(Clock.fixed(Instant.parse("2026-01-05T08:00:00.5Z"), ZoneOffset.UTC));

    @Test
    void theSameIsToldOnceAndTheLatestLast() {
        assertThat(alarms.troubles()).isEmpty();
        alarms.raise("one");
        alarms.raise("two");
        alarms.raise("one");
        assertThat(alarms.troubles()).containsExactly("two (2026-01-05T08:00:00Z)", "one (2026-01-05T08:00:00Z)");
    }

    @Test
    void ofManyTheLatestAreToldAndHowManyThereWereBefore() {
        for (int i = 0; i < 1000; i++) {
            alarms.raise("file " + i);
        }
        assertThat(alarms.troubles())
                .hasSize(21)
                .startsWith("980 more, which the log tells")
                .last()
                .asString()
                .startsWith("file 999 ");
    }
}
