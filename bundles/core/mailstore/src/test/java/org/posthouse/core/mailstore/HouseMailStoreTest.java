package org.posthouse.core.mailstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.MailStore.Registration;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Mailboxes;
import org.posthouse.api.store.StoreOp;
import org.posthouse.api.trace.SteadyTrace;
import org.posthouse.lib.mime.Structure;
import org.posthouse.spi.store.StoreBackend;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.FakeSeats;

final class HouseMailStoreTest {
    private static final AccountId KATE = new AccountId("kate");
    private static final String PLUGIN = "org.posthouse.store.memory";

    @TempDir
    static Path homes;

    private final Path home = newHome();
    private final FakeSeats seats = new FakeSeats();
    private final FixedAccounts accounts = new FixedAccounts();
    private final MemoryStore memory = new MemoryStore();
    private final HouseMailStore house = new HouseMailStore(
            home,
            seats,
            accounts,
            new SteadyTrace(),
            new MailStoreSettings("memory", List.of(), Map.of("Sent", "\\Sent", "Trash", "\\Trash")));
    private int operations;

    HouseMailStoreTest() {
        fill("1.0.0", memory);
    }

    private static Path newHome() {
        try {
            return Files.createTempDirectory(homes, "home");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void inboxIsMadeOnceAtFirstUse() throws Exception {
        assertThat(house.mailboxes(KATE).named("inbox")).isPresent();
        assertThat(house.mailboxes(KATE).named("INBOX")).isPresent();
        assertThat(memory.commits).hasSize(1);
    }

    @Test
    void anAccountBeginsWithItsFirstMailboxesAndIsSubscribedToThem() throws Exception {
        try (HouseMailStore generous = new HouseMailStore(
                newHome(),
                seats,
                accounts,
                new SteadyTrace(),
                new MailStoreSettings("memory", List.of("Sent", "a/b"), Map.of()))) {
            Mailboxes first = generous.mailboxes(KATE);
            assertThat(first.all()).extracting(Mailbox::name).containsExactlyInAnyOrder("INBOX", "Sent", "a/b");
            assertThat(first.subscribed()).containsExactlyInAnyOrder("INBOX", "Sent", "a/b");
            generous.commit(
                    KATE,
                    "gone",
                    Optional.empty(),
                    List.of(new StoreOp.DeleteMailbox(
                            first.named("Sent").orElseThrow().id())));
            assertThat(generous.mailboxes(KATE).named("Sent"))
                    .as("not made again")
                    .isEmpty();
        }
    }

    @Test
    void specialUsesAreOfMailboxesThatAreThere() throws Exception {
        commit(new StoreOp.CreateMailbox("s", "Sent"), new StoreOp.CreateMailbox("x", "x/Trash"));
        assertThat(house.mailboxes(KATE).specialUses()).isEqualTo(Map.of("Sent", "\\Sent"));
    }

    @Test
    void aMailboxIsFoundHoweverItsAccentsAreWritten() throws Exception {
        commit(new StoreOp.CreateMailbox("b", "U\u0308bung"));
        assertThat(house.mailboxes(KATE).named("U\u0308bung").map(Mailbox::id)).contains("b");
        assertThat(house.mailboxes(KATE).named("\u00dcbung").map(Mailbox::id)).contains("b");
    }

    @Test
    void inboxIsNeitherMadeNorRenamedNorDeleted() throws Exception {
        String inbox = inbox();
        assertRefused(() -> commit(new StoreOp.CreateMailbox("x", "inbox")));
        assertRefused(() -> commit(new StoreOp.RenameMailbox(inbox, "old")));
        assertRefused(() -> commit(new StoreOp.DeleteMailbox(inbox)));
        assertRefused(() -> commit(new StoreOp.CreateMailbox("x", "a//b")));
        assertRefused(() -> commit(new StoreOp.Subscribe("a\u0000", true)));
    }

    @Test
    void whatLiesBelowIsRenamedWithIt() throws Exception {
        commit(
                new StoreOp.CreateMailbox("a", "a"),
                new StoreOp.CreateMailbox("ab", "a/b"),
                new StoreOp.CreateMailbox("abc", "a/b/c"),
                new StoreOp.CreateMailbox("other", "ab"));
        Committed committed = commit(new StoreOp.RenameMailbox("a", "z/y"), append(inbox(), "after"));
        assertThat(house.mailboxes(KATE).all())
                .extracting(Mailbox::name)
                .containsExactlyInAnyOrder("INBOX", "z/y", "z/y/b", "z/y/b/c", "ab");
        assertThat(committed.made()).extracting(Committed.Made::step).containsExactly(1);
        assertRefused(() -> commit(new StoreOp.RenameMailbox("a", "z/y/b/d")));
    }

    @Test
    void aMessageGetsItsStructureAndAnEmailId() throws Exception {
        long uid = house.append(KATE, inbox(), mail("Subject: x\r\n\r\nbody\r\n"), Set.of(), Instant.EPOCH, "op")
                .made()
                .get(0)
                .uid();
        assertThat(Structure.decode(house.structure(KATE, inbox(), uid)).size()).isEqualTo(20);
        StoreOp.Append stored =
                (StoreOp.Append) memory.commits.get(memory.commits.size() - 1).get(0);
        assertThat(stored.emailId()).matches("E[0-9a-f-]{36}");
    }

    @Test
    void whatGoesOverTheQuotaIsPutOff() throws Exception {
        accounts.quota(KATE, 100);
        String inbox = inbox();
        commit(new StoreOp.CreateMailbox("b", "b"), append(inbox, "x".repeat(60)));
        long uid = house.read(KATE, inbox).uid(0);
        ThrowingCallable more = () -> commit(append(inbox, "y".repeat(41)));
        assertThatThrownBy(more).isInstanceOfSatisfying(MailException.class, full -> {
            assertThat(full.status()).isEqualTo(Status.MAILBOX_FULL);
            assertThat(full.kind()).isEqualTo(Kind.RETRY);
        });
        assertThatThrownBy(() -> commit(new StoreOp.Copy(inbox, new long[] {uid}, "b", false)))
                .isInstanceOf(MailException.class);
        commit(append(inbox, "y".repeat(40)));
        commit(new StoreOp.Copy(inbox, new long[] {uid}, "b", true));
        assertThat(house.usage(KATE).octets()).isEqualTo(100);
    }

    @Test
    void whatWasDoneBeforeTheQuotaWasReachedCountsAsDone() throws Exception {
        accounts.quota(KATE, 100);
        String inbox = inbox();
        Content message = mail("x".repeat(80));
        Committed first = house.append(KATE, inbox, message, Set.of(), Instant.EPOCH, "delivery");
        assertThat(house.append(KATE, inbox, message, Set.of(), Instant.EPOCH, "delivery"))
                .isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(names = {"RETRY", "UNKNOWN"})
    void whatALeavingVersionPutOffIsAskedOfTheNext(Kind kind) throws Exception {
        String inbox = inbox();
        MemoryStore next = new MemoryStore(memory);
        memory.failures.add(new MailException(kind, Status.NOT_NOW, "closing"));
        memory.beforeFailing = () -> fill("2.0.0", next);
        commit(append(inbox, "hello"));
        assertThat(next.commits).hasSize(1);
        assertThat(house.read(KATE, inbox).count()).isEqualTo(1);
    }

    @Test
    void whatAStayingVersionPutsOffIsPutOff() throws Exception {
        String inbox = inbox();
        memory.failures.add(MailException.notNow("busy"));
        assertThatThrownBy(() -> commit(append(inbox, "hello"))).hasMessage("busy");
        assertThat(house.read(KATE, inbox).count()).isZero();
    }

    @Test
    void anEmptySeatIsATemporaryFailure() {
        seats.empty(PLUGIN);
        seats.expect(PLUGIN, false);
        assertThatThrownBy(() -> house.mailboxes(KATE)).isInstanceOfSatisfying(MailException.class, away -> {
            assertThat(away.temporary()).isTrue();
            assertThat(away.kind()).isEqualTo(Kind.RETRY);
        });
    }

    @Test
    void aSecondStoreDoesNotTakeOver() throws Exception {
        commit(append(inbox(), "hello"));
        MemoryStore second = new MemoryStore();
        seats.fill(StoreBackend.class, "a.second.store", "1.0.0", second, Map.of("service.ranking", 100));
        seats.empty(PLUGIN);
        assertThatThrownBy(() -> house.mailboxes(KATE)).isInstanceOf(MailException.class);
        fill("2.0.0", memory);
        assertThat(house.read(KATE, inbox()).count()).isEqualTo(1);
        assertThat(second.commits).isEmpty();
    }

    @Test
    void aStoreThatCannotBeMadeHindersNobody() throws Exception {
        seats.fill(StoreBackend.class, "a.second.store", "1.0.0", new MemoryStore(), Map.of());
        seats.empty("a.second.store");
        commit(append(inbox(), "hello"));
        assertThat(memory.commits).hasSize(2);
    }

    @Test
    void bellsRingForTheirMailboxUntilTheyAreClosed() throws Exception {
        String inbox = inbox();
        commit(new StoreOp.CreateMailbox("b", "b"));
        AtomicInteger rings = new AtomicInteger();
        Registration watch = house.watch(KATE, inbox, rings::incrementAndGet);
        house.watch(KATE, inbox, () -> {
            throw new IllegalStateException("a watcher's own fault");
        });
        commit(append("b", "elsewhere"));
        assertThat(rings).hasValue(0);
        commit(append(inbox, "here"));
        assertThat(rings).hasValue(1);
        commit(new StoreOp.Copy(inbox, new long[] {1}, "b", true));
        assertThat(rings).hasValue(2);
        watch.close();
        commit(append(inbox, "here"));
        assertThat(rings).hasValue(2);
    }

    @Test
    void allBellsRingWhenTheStoreIsReplaced() throws Exception {
        AtomicInteger rings = new AtomicInteger();
        house.watch(KATE, inbox(), rings::incrementAndGet);
        fill("2.0.0", memory);
        assertThat(rings).hasPositiveValue();
    }

    @Test
    void aMessageIsRecentForOneReaderWhoMayWrite() throws Exception {
        String inbox = inbox();
        assertThat(house.takeRecent(KATE, inbox, false)).isEqualTo(1);
        commit(append(inbox, "one"), append(inbox, "two"));
        assertThat(house.takeRecent(KATE, inbox, true)).isEqualTo(1);
        assertThat(house.takeRecent(KATE, inbox, false)).isEqualTo(1);
        assertThat(house.takeRecent(KATE, inbox, false)).isEqualTo(3);
        commit(append(inbox, "three"));
        assertThat(house.takeRecent(KATE, inbox, false)).isEqualTo(3);
        assertThat(house.takeRecent(KATE, inbox, true)).isEqualTo(4);
    }

    @Test
    void aMaildropIsForOneClientUntilItIsGivenBack() {
        FakeClient first = new FakeClient();
        FakeClient second = new FakeClient();
        assertThat(house.lock(KATE, first)).isTrue();
        assertThat(house.lock(KATE, first)).as("again").isTrue();
        assertThat(house.lock(KATE, second)).isFalse();
        assertThat(house.lock(new AccountId("ron"), second)).isTrue();
        house.unlock(KATE, second);
        assertThat(house.lock(KATE, second)).as("not the second's to give back").isFalse();
        house.unlock(KATE, first);
        assertThat(house.lock(KATE, second)).isTrue();
    }

    @Test
    void aMaildropIsFreeWhenItsClientDies() {
        FakeClient first = new FakeClient();
        FakeClient second = new FakeClient();
        house.lock(KATE, first);
        first.end();
        assertThat(house.lock(KATE, second)).isTrue();
        house.lock(KATE, first);
        first.end();
        assertThat(house.lock(KATE, new FakeClient())).isFalse();
    }

    @Test
    void aClientThatIsGoneAlreadyKeepsNothing() {
        FakeClient gone = new FakeClient();
        gone.end();
        house.lock(KATE, gone);
        assertThat(house.lock(KATE, new FakeClient())).isTrue();
    }

    private void fill(String version, StoreBackend store) {
        seats.fill(StoreBackend.class, PLUGIN, version, store, Map.of());
    }

    private String inbox() throws MailException {
        return house.mailboxes(KATE).named("INBOX").orElseThrow().id();
    }

    private Committed commit(StoreOp... steps) throws MailException {
        return house.commit(KATE, "operation-" + operations++, Optional.empty(), List.of(steps));
    }

    private static StoreOp append(String mailboxId, String text) {
        return new StoreOp.Append(mailboxId, mail(text), new byte[0], Set.of(), Instant.EPOCH, "");
    }

    private static Content mail(String text) {
        return Content.of(text.getBytes(UTF_8));
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(MailException.class, refusal -> assertThat(refusal.kind())
                .isEqualTo(Kind.PERMANENT));
    }
}
