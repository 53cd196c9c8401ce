package org.posthouse.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.posthouse.api.trace.TraceStep;

final class MailLogTest {
    @Test
    void aLineTellsWhatBecameOfAMailAndCannotBeForged() {
        TraceStep step = TraceStep.at(Instant.EPOCH, "refused")
                .queueId("Q1")
                .fact("recipient", "kate@school.edu\r\nQ2 accepted")
                .fact("client", "192.0.2.1")
                .reply("550 5.1.1 nobody")
                .build();
        assertThat(MailLog.line(step))
                .isEqualTo("Q1 refused client=192.0.2.1 recipient=kate@school.edu??Q2 accepted: 550 5.1.1 nobody");
    }
}
