package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.api.trace.TraceStep;

class TraceStoryTest {
    private static final List<TraceStep> STEPS = List.of(
            step("connect").connectionId("c1").fact("client", "192.0.2.1").build(),
            step("refused")
                    .connectionId("c1")
                    .queueId("Q1")
                    .by("org.posthouse.core.pipeline", "1.2.3", "abcd")
                    .verdict("nobody")
                    .reply("550 no")
                    .micros(17)
                    .fact("client", "192.0.2.1")
                    .fact("helo", "far.example")
                    .fact("tls", "TLSv1.3 TLS_AES_256_GCM_SHA384")
                    .fact("recipient", "nobody@school.edu")
                    .build(),
            step("accepted")
                    .connectionId("c1")
                    .queueId("Q1")
                    .fact("recipients", "kate@school.edu")
                    .fact("message-id", "<x@\u001b[31my>")
                    .build());

    private static TraceStep.Builder step(String stage) {
        return TraceStep.at(Instant.parse("2026-01-31T10:00:00Z"), stage);
    }

    @Test
    void theHeadSaysOfWhichMailAndConnectionItIs() {
        assertThat(TraceStory.heads(STEPS).lines())
                .containsExactly(
                        "Mail Q1: to kate@school.edu, Message-ID <x@?[31my>",
                        "Connection c1: 192.0.2.1, HELO far.example, TLSv1.3 TLS_AES_256_GCM_SHA384",
                        "");
        assertThat(TraceStory.heads(List.of())).isEmpty();
    }

    @Test
    void ofManyMailsEachStepSaysWhoseItIs() {
        List<TraceStep> many = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            many.add(step("accepted").queueId("Q" + i).build());
        }
        assertThat(TraceStory.heads(many)).isEmpty();
        assertThat(TraceStory.whole(many)).contains("accepted, mail Q0\n", "accepted, mail Q5\n");
    }

    @Test
    void theLongFormHasAllThatIsKnown() {
        assertThat(TraceStory.whole(STEPS.subList(1, 2)).lines())
                .containsExactly(
                        "2026-01-31T10:00:00Z refused, mail Q1, connection c1",
                        "    by org.posthouse.core.pipeline 1.2.3, configuration abcd, 17 µs",
                        "    nobody",
                        "    550 no",
                        "    client 192.0.2.1; helo far.example; recipient nobody@school.edu;"
                                + " tls TLSv1.3 TLS_AES_256_GCM_SHA384");
    }
}
