package org.posthouse.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.api.trace.TraceStep;

class CrowdedClientsTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final CrowdedClients crowded = new CrowdedClients();

    private static TraceStep refused(String client, String via) {
        return TraceStep.at(NOON, "refused")
                .connectionId("c-" + client)
                .queueId("Q1")
                .reply("550 no")
                .fact("client", client)
                .fact("via", via)
                .fact("recipient", "nobody@school.edu")
                .build();
    }

    /** How many of so many are told. */
    private long told(int many, String client, String via) {
        long told = 0;
        for (int i = 0; i < many; i++) {
            told += crowded.tells(refused(client, via)) ? 1 : 0;
        }
        return told;
    }

    @Test
    void whoIsRefusedTooOftenIsToldOfOnceAMinute() {
        assertThat(crowded.over(NOON)).isEmpty();
        assertThat(told(5000, "192.0.2.1", "MX")).isEqualTo(1000);
        assertThat(told(900, "192.0.2.2", "MX")).isEqualTo(900);
        assertThat(crowded.over(NOON.plusSeconds(59))).isEmpty();
        List<TraceStep> over = crowded.over(NOON.plusSeconds(60));
        assertThat(over).hasSize(1);
        TraceStep step = over.get(0);
        assertThat(step.verdict()).isEqualTo("4000 more refusals of this client within a minute");
        assertThat(step.connectionId()).contains("c-192.0.2.1");
        assertThat(step.queueId()).isEmpty();
        assertThat(step.facts()).containsEntry("client", "192.0.2.1").doesNotContainKey("recipient");
        assertThat(told(900, "192.0.2.1", "MX")).isEqualTo(900);
        assertThat(crowded.over(NOON.minus(Duration.ofHours(1)))).isEmpty();
    }

    @Test
    void usersOfOursAndWhatIsNoRefusalAreToldAlways() {
        assertThat(told(5000, "192.0.2.1", "SUBMISSION")).isEqualTo(5000);
        TraceStep accepted =
                TraceStep.at(NOON, "accepted").fact("client", "192.0.2.1").build();
        for (int i = 0; i < 5000; i++) {
            assertThat(crowded.tells(accepted)).isTrue();
        }
        assertThat(crowded.rest()).isEmpty();
    }

    @Test
    void moreClientsThanCanBeCountedFillNoMemory() {
        for (int i = 0; i < 20_000; i++) {
            assertThat(crowded.tells(refused("client" + i, "MX"))).isTrue();
        }
        assertThat(told(2000, "client19999", "MX")).isEqualTo(2000);
        assertThat(told(2000, "client1", "MX")).isEqualTo(999);
    }
}
