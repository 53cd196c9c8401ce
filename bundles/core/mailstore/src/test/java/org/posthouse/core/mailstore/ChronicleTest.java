package org.posthouse.core.mailstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.Actor;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.StoreOp;
import org.posthouse.api.trace.SteadyTrace;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.spi.store.StoreBackend;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.FakeSeats;

final class ChronicleTest {
    private static final AccountId KATE = new AccountId("kate");
    private static final Content MAIL = Content.of(
            "Message-ID: <m1@x.example>\r\nFrom: Ron <ron@x.example>\r\nTo: a@y.example\r\nCc: b@y.example\r\n\r\n"
                    .getBytes(UTF_8));

    @TempDir
    static Path homes;

    private final List<TraceStep> steps = new ArrayList<>();
    private final SteadyTrace trace = SteadyTrace.of(new Steps());
    private final FakeClient client = new FakeClient().service("imaps").from("192.0.2.7");
    private final HouseMailStore house;
    private final MailStore kates;
    private final String inbox;
    private int operations;

    ChronicleTest() throws Exception {
        FakeSeats seats = new FakeSeats();
        seats.fill(StoreBackend.class, "org.posthouse.store.memory", "1.2.3", new MemoryStore(), Map.of());
        house = new HouseMailStore(
                Files.createTempDirectory(homes, "home"),
                seats,
                new FixedAccounts(),
                trace,
                new MailStoreSettings("memory", List.of("Trash"), Map.of()));
        client.loggedInAs("kate@school.edu");
        kates = house.by(new Actor.Connected(client));
        inbox = house.mailboxes(KATE).named(Mailbox.INBOX).orElseThrow().id();
    }

    private long deliver() throws Exception {
        Actor actor =
                new Actor.Delivering("Q1", Address.parse("kate@school.edu").orElseThrow());
        return house.by(actor)
                .append(KATE, inbox, MAIL, Set.of(), Instant.EPOCH, "op" + ++operations)
                .made()
                .get(0)
                .uid();
    }

    private void commit(StoreOp... operations) throws Exception {
        kates.commit(KATE, "op" + ++this.operations, Optional.empty(), List.of(operations));
    }

    private TraceStep last() {
        return steps.get(steps.size() - 1);
    }

    @Test
    void aDeliveryTellsWhereTheMailIs() throws Exception {
        long uid = deliver();
        assertThat(last().stage()).isEqualTo("stored");
        assertThat(last().queueId()).contains("Q1");
        assertThat(last().plugin() + " " + last().version()).isEqualTo("org.posthouse.store.memory 1.2.3");
        assertThat(last().verdict()).isEqualTo("in INBOX as UID " + uid);
        assertThat(last().facts())
                .containsEntry("account", "kate")
                .containsEntry("mailbox", "INBOX")
                .containsEntry("mailbox-id", inbox)
                .containsEntry("uids", String.valueOf(uid))
                .containsEntry("recipient", "kate@school.edu")
                .doesNotContainKey("message-id");
    }

    @Test
    void whatAnAdministratorDoesIsToldAsHis() throws Exception {
        long uid = deliver();
        house.by(new Actor.Administrator("command", "ada"))
                .commit(KATE, "op-ada", Optional.empty(), List.of(new StoreOp.Expunge(inbox, new long[] {uid})));
        assertThat(last().stage()).isEqualTo("expunged");
        assertThat(last().verdict()).isEqualTo("INBOX UID " + uid + ", by the administrator ada (command)");
        assertThat(last().facts()).containsEntry("administrator", "ada").containsEntry("door", "command");
    }

    @Test
    void whatAClientPutsThereIsFoundByItsHeader() throws Exception {
        kates.append(KATE, inbox, MAIL, Set.of(), Instant.EPOCH, "appended");
        assertThat(last().stage()).isEqualTo("appended");
        assertThat(last().connectionId()).contains(client.id());
        assertThat(last().facts())
                .containsEntry("message-id", "<m1@x.example>")
                .containsEntry("from", "ron@x.example")
                .containsEntry("to", "a@y.example b@y.example")
                .containsEntry("user", "kate@school.edu")
                .containsEntry("service", "imaps")
                .containsEntry("client", "192.0.2.7");
    }

    @Test
    void aMoveTellsBothPlacesAndWhoMoved() throws Exception {
        String trash = house.mailboxes(KATE).named("Trash").orElseThrow().id();
        long uid = deliver();
        commit(new StoreOp.Copy(inbox, new long[] {uid}, trash, true));
        assertThat(last().stage()).isEqualTo("moved");
        assertThat(last().verdict())
                .isEqualTo("INBOX UID " + uid + " to Trash UID 1, by kate@school.edu over imaps from 192.0.2.7");
        assertThat(last().facts())
                .containsEntry("mailbox-id", inbox)
                .containsEntry("uids", String.valueOf(uid))
                .containsEntry("to-mailbox-id", trash)
                .containsEntry("to-uids", "1");
    }

    @Test
    void manyMessagesAreOneStep() throws Exception {
        for (int i = 0; i < 5; i++) {
            deliver();
        }
        commit(new StoreOp.Flags(inbox, new long[] {3, 1, 2, 5}, Set.of("\\deleted"), Set.of()));
        assertThat(last().verdict()).startsWith("\\Deleted INBOX UID 1:3,5, by kate");
        commit(new StoreOp.Flags(inbox, new long[] {5}, Set.of(), Set.of("\\Deleted")));
        assertThat(last().verdict()).startsWith("no more \\Deleted INBOX UID 5, by kate");
        commit(new StoreOp.Flags(inbox, new long[] {5}, Set.of("\\SEEN", "\\Flagged"), Set.of()));
        assertThat(last().verdict()).startsWith("\\Seen INBOX UID 5, by kate");
        int told = steps.size();
        commit(new StoreOp.Flags(inbox, new long[] {5}, Set.of("\\Answered"), Set.of("\\Flagged")));
        assertThat(steps).hasSize(told);
        commit(new StoreOp.Expunge(inbox, new long[] {1, 2, 3}));
        assertThat(last().stage()).isEqualTo("expunged");
        assertThat(last().facts()).containsEntry("uids", "1:3");
    }

    @Test
    void aMailboxGoesWithAllInIt() throws Exception {
        String trash = house.mailboxes(KATE).named("Trash").orElseThrow().id();
        commit(new StoreOp.DeleteMailbox(trash));
        assertThat(last().stage()).isEqualTo("mailbox deleted");
        assertThat(last().verdict()).startsWith("Trash with all in it, by kate");
        house.erase(KATE);
        assertThat(last().stage()).isEqualTo("erased");
    }

    @Test
    void whatFailsIsNotRecorded() {
        assertThat(catchThrowable(() -> commit(new StoreOp.Expunge("nowhere", new long[] {1}))))
                .isNotNull();
        assertThat(steps).isEmpty();
    }

    @Test
    void scatteredUidsAreCutIntoStepsOfBoundedLength() {
        long[] odd = new long[1000];
        for (int i = 0; i < odd.length; i++) {
            odd[i] = 4_000_000_001L + 2L * i;
        }
        assertThat(UidRuns.of(odd, odd))
                .hasSize(10)
                .allMatch(piece ->
                        piece.uids().length() < 2500 && piece.uids().equals(piece.made()) && piece.count() == 100);
        assertThat(UidRuns.of(new long[] {5, 6, 7, 9}, new long[] {1, 2, 4, 5}))
                .containsExactly(new UidRuns.Piece("5:6,7,9", "1:2,4,5", 4));
        assertThat(UidRuns.of(new long[0], new long[0])).isEmpty();
    }

    /** Remembers them. */
    private final class Steps implements Trace {
        @Override
        public void record(TraceStep step) {
            steps.add(step);
        }

        @Override
        public List<TraceStep> find(Query query, int limit) {
            return List.of();
        }

        @Override
        public List<String> latest(int limit) {
            return List.of();
        }

        @Override
        public Map<String, Long> totals() {
            return Map.of();
        }
    }

    @Test
    void whoFetchesAMailIsNamed() throws Exception {
        long uid = deliver();
        kates.fetched(KATE, inbox, uid);
        assertThat(last().stage()).isEqualTo("fetched");
        assertThat(last().verdict()).startsWith("INBOX UID " + uid + ", by kate@school.edu over imaps from 192.0.2.7");
        assertThat(last().facts()).containsEntry("uids", String.valueOf(uid));
    }
}
