package org.posthouse.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.trace.Trace.Query;
import org.posthouse.api.trace.Trace.Query.Field;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.testkit.FakeClock;

/** A mail is followed from where it was put to where it went, whatever it is looked for by. */
class LifeOfMailTest {
    @TempDir
    private Path folder;

    private final FakeClock clock = new FakeClock();
    private TraceLog trace;

    @BeforeEach
    void open() throws IOException {
        trace = new TraceLog(folder, 1 << 20, Duration.ofDays(30), "run", clock);
    }

    @AfterEach
    void close() {
        trace.close();
    }

    private TraceStep.Builder step(String stage, String verdict) {
        clock.advance(Duration.ofMillis(1));
        return TraceStep.at(clock.instant(), stage).verdict(verdict);
    }

    private TraceStep.Builder at(String stage, String verdict, String mailbox, String uids) {
        return step(stage, verdict)
                .fact("account", "kate")
                .fact("mailbox-id", mailbox)
                .fact("uids", uids);
    }

    private void moved(String verdict, String from, String uids, String to, String made) {
        trace.record(at("moved", verdict, from, uids)
                .connectionId("imap1")
                .fact("client", "192.0.2.9")
                .fact("to-mailbox-id", to)
                .fact("to-uids", made)
                .build());
    }

    private void delivered(String id, String messageId, String uid) {
        trace.record(step("connect", "")
                .connectionId("smtp" + id)
                .fact("client", "192.0.2.1")
                .build());
        trace.record(step("accepted", "")
                .connectionId("smtp" + id)
                .queueId(id)
                .fact("client", "192.0.2.1")
                .fact("helo", "mx.far.example")
                .fact("sender", "ron@far.example")
                .fact("message-id", messageId)
                .build());
        trace.record(at("stored", "", "inbox", uid)
                .queueId(id)
                .fact("recipient", "kate@school.edu")
                .build());
    }

    private List<String> find(Field field, String value) {
        return trace.find(new Query(field, value), 1000).stream()
                .map(step -> step.stage() + (step.verdict().isEmpty() ? "" : " " + step.verdict()))
                .toList();
    }

    @Test
    void aMailIsFollowedThroughCopiesAndMovesByEachKey() {
        delivered("Q1", "<one@far.example>", "5");
        delivered("Q2", "<two@far.example>", "6");
        moved("both", "inbox", "5:6", "work", "11:12");
        moved("another's", "inbox", "7", "work", "13");
        trace.record(at("copied", "one of them", "work", "11")
                .fact("to-mailbox-id", "trash")
                .fact("to-uids", "1")
                .build());
        trace.record(at("expunged", "another's", "trash", "2").build());
        trace.record(at("expunged", "the copy", "trash", "1:1").build());
        trace.record(at("expunged", "the other", "work", "12:20").build());
        trace.record(at("mailbox deleted", "with the rest", "work", "").build());
        List<String> one =
                List.of("connect", "accepted", "stored", "moved both", "copied one of them", "expunged the copy");
        assertThat(find(Field.ID, "Q1")).isEqualTo(one);
        assertThat(find(Field.MESSAGE_ID, "one@far.example")).isEqualTo(one);
        assertThat(find(Field.ID, "Q2"))
                .containsExactly("connect", "accepted", "stored", "moved both", "expunged the other");
        List<String> all = List.of(
                "connect",
                "accepted",
                "stored",
                "connect",
                "accepted",
                "stored",
                "moved both",
                "copied one of them",
                "expunged the copy",
                "expunged the other");
        assertThat(find(Field.ADDRESS, "kate@school.edu")).isEqualTo(all);
        assertThat(find(Field.CLIENT, "192.0.2.1")).isEqualTo(all);
        assertThat(find(Field.CLIENT, "MX.far.example")).isEqualTo(all);
        assertThat(find(Field.CLIENT, "192.0.2.9")).containsExactly("moved both", "moved another's");
        assertThat(find(Field.ID, "imap1")).containsExactly("moved both", "moved another's");
        assertThat(trace.find(new Query(Field.ID, "Q1"), 2))
                .extracting(TraceStep::stage)
                .containsExactly("copied", "expunged");
    }

    @Test
    void aMailboxThatIsDeletedTakesItsMailAlong() {
        delivered("Q1", "<one@far.example>", "5");
        trace.record(
                step("mailbox deleted", "inbox").fact("mailbox-id", "inbox").build());
        trace.record(
                step("mailbox deleted", "another").fact("mailbox-id", "work").build());
        trace.record(step("erased", "").fact("account", "ron").build());
        trace.record(step("erased", "all of kate's").fact("account", "kate").build());
        assertThat(find(Field.ID, "Q1")).endsWith("stored", "mailbox deleted inbox", "erased all of kate's");
    }

    @Test
    void whatAClientHasPutThereIsFoundByItsMessageIdAndAddresses() {
        trace.record(at("appended", "into Sent", "sent", "3")
                .connectionId("imap1")
                .fact("message-id", "<three@school.edu>")
                .fact("from", "kate@school.edu")
                .fact("to", "ron@far.example ann@far.example")
                .build());
        trace.record(
                at("expunged", "another", "sent", "4").connectionId("imap1").build());
        trace.record(at("expunged", "it", "sent", "3").connectionId("imap2").build());
        List<String> all = List.of("appended into Sent", "expunged it");
        assertThat(find(Field.MESSAGE_ID, "three@school.edu")).isEqualTo(all);
        assertThat(find(Field.ADDRESS, "ann@far.example")).isEqualTo(all);
    }

    @Test
    void aLifeMayBeSpreadOverManySegments() {
        delivered("Q1", "<one@far.example>", "5");
        others(300);
        moved("first", "inbox", "5", "work", "1");
        others(300);
        moved("second", "work", "1", "trash", "8");
        others(300);
        trace.record(at("expunged", "many", "trash", "1:100").build());
        others(300);
        List<String> all = List.of("connect", "accepted", "stored", "moved first", "moved second", "expunged many");
        assertThat(find(Field.MESSAGE_ID, "<one@far.example>")).isEqualTo(all);
        assertThat(folder.toFile().list().length).as("segments").isGreaterThan(5);
    }

    private void others(int count) {
        for (int i = 0; i < count; i++) {
            delivered("X" + clock.instant().toEpochMilli(), "<x" + i + "@far.example>", String.valueOf(1000 + i));
        }
        trace.find(new Query(Field.ID, "none"), 1);
    }

    @Test
    void clientsOfIpv6AreFoundInAnySpelling() {
        trace.record(step("connect", "")
                .connectionId("c")
                .fact("client", "2001:db8:0:0:0:0:0:1")
                .build());
        assertThat(find(Field.CLIENT, "2001:DB8::1")).containsExactly("connect");
        assertThat(find(Field.CLIENT, "2001:db8::2")).isEmpty();
    }
}
