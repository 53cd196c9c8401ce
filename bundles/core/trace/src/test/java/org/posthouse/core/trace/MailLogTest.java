package org.posthouse.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.api.trace.TraceStep;

final class MailLogTest {
    private final List<String> written = new ArrayList<>();
    private final MailLog log = new MailLog(written::add);

    @Test
    void aLineTellsWhatBecameOfAMailAndCannotBeForged() {
        TraceStep step = TraceStep.at(Instant.EPOCH, "refused")
                .queueId("Q1")
                .fact("recipient", "kate@school.edu\r\nQ2 accepted")
                .fact("client", "192.0.2.1")
                .reply("550 5.1.1 nobody")
                .build();
        log.tell(step);
        log.flush();
        assertThat(written)
                .containsExactly("1970-01-01T00:00:00.000Z Q1 refused client=192.0.2.1"
                        + " recipient=kate@school.edu??Q2 accepted: 550 5.1.1 nobody");
    }

    @Test
    void linesOfOneMomentAreWrittenTogetherEachWithItsTime() {
        log.tell(step("Q1", "1970-01-01T00:00:01.007Z", "accepted"));
        log.tell(step("Q1", "1970-01-01T00:00:01.090Z", "recipient"));
        log.tell(step("Q1", "1970-01-01T00:01:00.123456Z", "delivered"));
        assertThat(written).isEmpty();
        log.flush();
        log.flush();
        assertThat(written)
                .containsExactly("1970-01-01T00:00:01.007Z Q1 accepted\n1970-01-01T00:01:00.123Z Q1 delivered");
    }

    @Test
    void manyLinesDoNotWaitForEachOther() {
        int told = 0;
        while (written.isEmpty()) {
            log.tell(step("Q" + told++, "1970-01-01T00:00:01Z", "accepted"));
        }
        assertThat(written.get(0).split("\n")).hasSize(told);
    }

    private static TraceStep step(String id, String time, String stage) {
        return TraceStep.at(Instant.parse(time), stage).queueId(id).build();
    }
}
