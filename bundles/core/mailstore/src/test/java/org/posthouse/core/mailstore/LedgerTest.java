package org.posthouse.core.mailstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.store.Actor;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.StoreOp;
import org.posthouse.api.trace.SteadyTrace;
import org.posthouse.spi.store.StoreBackend;
import org.posthouse.testkit.FakeSeats;

/** Quotas: what is there, what is being added, and what waits. */
final class LedgerTest {
    private static final AccountId KATE = new AccountId("kate");
    private static final Address ADDRESS = Address.parse("kate@school.edu").orElseThrow();
    private static final int LARGE = 100_000;
    /** As much as is kept for each mail beside its octets. */
    private static final int MORE = Sheet.TRACE_FIELDS;

    @TempDir
    Path home;

    private final FakeSeats seats = new FakeSeats();
    private final FixedAccounts accounts = new FixedAccounts();
    private final MemoryStore memory = new MemoryStore();
    private HouseMailStore house;
    private int operations;

    @BeforeEach
    void open() {
        seats.fill(StoreBackend.class, "org.posthouse.store.memory", "1.0.0", memory, Map.of());
        house = house(false);
    }

    private HouseMailStore house(boolean reject) {
        return new HouseMailStore(
                home, seats, accounts, new SteadyTrace(), new MailStoreSettings("memory", List.of(), Map.of(), reject));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Account quota(long octets) {
        accounts.quota(KATE, octets);
        return accounts.account(KATE).orElseThrow();
    }

    private String inbox() throws MailException {
        return house.mailboxes(KATE).named(Mailbox.INBOX).orElseThrow().id();
    }

    private void append(int octets) throws MailException {
        house.append(KATE, inbox(), content(octets), Set.of(), Instant.EPOCH, "append-" + operations++);
    }

    private void deliver(String queueId, int octets) throws MailException {
        deliver(queueId, 1, octets);
    }

    private void deliver(String queueId, int copy, int octets) throws MailException {
        house.by(new Actor.Delivering(queueId, ADDRESS))
                .append(KATE, inbox(), content(octets), Set.of(), Instant.EPOCH, "delivery-" + queueId + "-" + copy);
    }

    private static Content content(int octets) {
        return Content.of(new byte[octets]);
    }

    private void assertFull(Callable<?> call) {
        assertThatThrownBy(call::call).isInstanceOfSatisfying(MailException.class, full -> assertThat(Reply.of(full))
                .hasToString("452 4.2.2 The mailbox is full"));
    }

    private Callable<?> reserving(Account account, String queueId, long octets) {
        return reserving(account, queueId, 1, octets);
    }

    private Callable<?> reserving(Account account, String queueId, int copies, long octets) {
        return () -> {
            house.reserve(account, queueId, copies, octets);
            return true;
        };
    }

    @Test
    void roomThatIsKeptIsNobodyElses() throws Exception {
        Account kate = quota(LARGE);
        house.reserve(kate, "q1", 1, LARGE - MORE);
        assertFull(reserving(kate, "q2", 0));
        assertFull(() -> {
            append(1);
            return true;
        });
        deliver("q1", LARGE);
        assertThat(house.usage(KATE).octets()).isEqualTo(LARGE);
        assertFull(reserving(kate, "q3", 0));
    }

    @Test
    void roomIsGivenBackWithTheMail() throws Exception {
        Account kate = quota(LARGE);
        house.reserve(kate, "q1", 1, LARGE - MORE);
        house.release("q1");
        house.release("q1");
        house.reserve(kate, "q2", 1, LARGE - MORE);
    }

    @Test
    void aMailIsKeptRoomForOnceAndForItsLargestSize() throws Exception {
        Account kate = quota(LARGE);
        house.reserve(kate, "q1", 1, 1000);
        house.reserve(kate, "q1", 1, 50_000);
        house.reserve(kate, "q1", 1, 1000);
        house.reserve(kate, "q2", 1, LARGE - 50_000 - 2 * MORE);
        assertFull(reserving(kate, "q1", 50_001));
        house.release("q2");
        house.reserve(kate, "q1", 1, 50_001);
    }

    @Test
    void whatIsAcceptedAlreadyHasRoomBeforeOthersButNotBeyondTheQuota() throws Exception {
        Account kate = quota(LARGE);
        append(LARGE);
        house.restore("q1", List.of(kate), 5000);
        assertFull(() -> {
            deliver("q1", 5000 + 100);
            return true;
        });
        long uid = house.read(KATE, inbox()).uid(0);
        house.commit(KATE, "x", Optional.empty(), List.of(new StoreOp.Expunge(inbox(), new long[] {uid})));
        assertFull(reserving(kate, "q2", LARGE - 5000));
        deliver("q1", 5000 + 100);
        assertThat(house.usage(KATE).octets()).isEqualTo(5000 + 100);
    }

    private Account quotaMessages(long messages) {
        accounts.put(Account.builder(KATE, ADDRESS).quotaMessages(messages).build());
        return accounts.account(KATE).orElseThrow();
    }

    @Test
    void aMailHasRoomForAllItsCopiesOrForNone() throws Exception {
        Account kate = quotaMessages(5);
        assertFull(reserving(kate, "q1", 6, 0));
        house.reserve(kate, "q2", 5, 0);
        house.release("q2");
        Account other = quota(LARGE);
        house.reserve(other, "q3", 2, LARGE / 4 - MORE);
        assertFull(reserving(other, "q4", 2, LARGE / 4));
        house.reserve(other, "q4", 2, LARGE / 4 - MORE);
    }

    @Test
    void eachCopyTakesItsOwnShareAlone() throws Exception {
        Account kate = quotaMessages(5);
        house.reserve(kate, "q1", 5, 100);
        for (int copy = 1; copy <= 5; copy++) {
            assertFull(reserving(kate, "q2", 0));
            assertFull(() -> {
                append(1);
                return true;
            });
            deliver("q1", copy, 100);
        }
        assertThat(house.usage(KATE).messages()).isEqualTo(5);
        assertFull(reserving(kate, "q2", 0));
    }

    @Test
    void aCopyThatIsDeliveredInVainKeepsItsShareWhateverIsToldMeanwhile() throws Exception {
        Account kate = quotaMessages(3);
        inbox();
        house.reserve(kate, "q1", 2, 100);
        deliverInVain("q1", 100, () -> house.restore("q1", List.of(kate, kate), 100));
        house.reserve(kate, "q2", 1, 0);
        assertFull(reserving(kate, "q3", 0));
        house.release("q2");
        deliver("q1", 1, 100);
        house.restore("q1", List.of(kate), 100);
        house.reserve(kate, "q2", 1, 0);
        assertFull(reserving(kate, "q3", 0));
    }

    @Test
    void copiesThatComeAtTheSameTimeDoNotTakeEachOthersRoom() throws Exception {
        Account kate = quotaMessages(3);
        inbox();
        house.reserve(kate, "q1", 3, 100);
        List<Throwable> refused = new ArrayList<>();
        memory.afterCommit = () -> {
            for (int copy = 2; copy <= 3; copy++) {
                try {
                    deliver("q1", copy, 100);
                } catch (MailException full) {
                    refused.add(full);
                }
            }
        };
        deliver("q1", 1, 100);
        assertThat(refused).isEmpty();
        assertThat(house.usage(KATE).messages()).isEqualTo(3);
    }

    @Test
    void moreThanAnybodyHasIsMoreThanThereIs() {
        Account kate = quota(LARGE);
        for (int copies : List.of(1, 9, 18, 19, 1000)) {
            assertFull(() -> {
                house.ask(kate, copies, 999_999_999_999_999_999L);
                return true;
            });
        }
    }

    @Test
    void anErasedAccountHasAllRoomButForWhatIsToCome() throws Exception {
        Account kate = quotaMessages(3);
        append(100);
        house.reserve(kate, "q1", 2, 0);
        house.erase(KATE);
        assertFull(reserving(kate, "q2", 2, 0));
        house.release("q1");
        house.reserve(kate, "q2", 3, 0);
    }

    @Test
    void whoAsksTakesNothing() throws Exception {
        Account kate = quota(LARGE);
        for (int i = 0; i < 3; i++) {
            house.ask(kate, 1, LARGE - MORE);
        }
        house.reserve(kate, "q1", 1, LARGE - 2 * MORE);
        assertFull(() -> {
            house.ask(kate, 1, 1);
            return true;
        });
    }

    @Test
    void aDeliveryThatFailedKeepsItsRoom() throws Exception {
        Account kate = quota(LARGE);
        inbox();
        house.reserve(kate, "q1", 1, LARGE - MORE);
        memory.failures.add(MailException.notNow("busy"));
        assertThatThrownBy(() -> deliver("q1", LARGE)).hasMessage("busy");
        assertFull(reserving(kate, "q2", 0));
        deliver("q1", LARGE);
    }

    /** Puts off one delivery of this mail; meanwhile something else happens. */
    private void deliverInVain(String queueId, int octets, Runnable meanwhile) {
        memory.failures.add(MailException.notNow("busy"));
        memory.beforeFailing = meanwhile;
        assertThatThrownBy(() -> deliver(queueId, octets)).hasMessage("busy");
    }

    @Test
    void aMailThatIsGoneWhileItIsDeliveredInVainKeepsNoRoom() throws Exception {
        Account kate = quota(LARGE);
        inbox();
        house.reserve(kate, "q1", 1, LARGE - MORE);
        deliverInVain("q1", LARGE, () -> house.release("q1"));
        house.reserve(kate, "q2", 1, LARGE - MORE);
    }

    @Test
    void aMailThatIsToldAgainWhileItIsDeliveredInVainKeepsRoomOnce() throws Exception {
        Account kate = quota(LARGE);
        inbox();
        house.reserve(kate, "q1", 1, LARGE / 2 - MORE);
        deliverInVain("q1", LARGE / 2, () -> house.restore("q1", List.of(kate), LARGE / 2 - MORE));
        house.reserve(kate, "q2", 1, LARGE / 2 - MORE);
        house.release("q1");
        house.release("q2");
        house.reserve(kate, "q3", 1, LARGE - MORE);
    }

    @Test
    void whoDoesNotWaitForAMailAnyMoreKeepsNoRoomForIt() throws Exception {
        Account kate = quota(LARGE);
        house.restore("q1", List.of(kate), LARGE - MORE);
        assertFull(reserving(kate, "q2", 0));
        house.restore("q1", List.of(), LARGE - MORE);
        house.reserve(kate, "q2", 1, LARGE - MORE);
    }

    @Test
    void whatWasRemovedMakesRoomAtOnce() throws Exception {
        Account kate = quota(LARGE);
        append(LARGE);
        assertFull(reserving(kate, "q1", 0));
        long uid = house.read(KATE, inbox()).uid(0);
        house.commit(KATE, "x", Optional.empty(), List.of(new StoreOp.Expunge(inbox(), new long[] {uid})));
        house.reserve(kate, "q1", 1, LARGE - MORE);
    }

    @Test
    void messagesAreCountedToo() throws Exception {
        Account kate = quotaMessages(2);
        append(10);
        house.reserve(kate, "q1", 1, 0);
        assertFull(reserving(kate, "q2", 0));
        deliver("q1", LARGE);
        assertFull(() -> {
            append(0);
            return true;
        });
    }

    @Test
    void aFullMailboxIsRefusedForGoodIfThatIsSet() throws Exception {
        house.close();
        house = house(true);
        Account kate = quota(10);
        assertThatThrownBy(() -> house.reserve(kate, "q1", 1, 100))
                .isInstanceOfSatisfying(MailException.class, full -> {
                    assertThat(full.kind()).isEqualTo(Kind.PERMANENT);
                    assertThat(Reply.of(full)).hasToString("552 5.2.2 The mailbox is full");
                });
        assertThatThrownBy(() -> append(100))
                .isInstanceOfSatisfying(
                        MailException.class, full -> assertThat(full.kind()).isEqualTo(Kind.PERMANENT));
    }

    @Test
    void nothingIsKeptForTheUnlimitedAndNobodyIsAskedTwice() throws Exception {
        Account unlimited = Account.builder(KATE, ADDRESS).build();
        house.reserve(unlimited, "q1", 1, Long.MAX_VALUE / 4);
        house.reserve(quota(LARGE), "q2", 1, 0);
        int asked = memory.usages.get();
        for (int i = 0; i < 50; i++) {
            house.reserve(quota(LARGE), "mail-" + i, 1, 0);
        }
        assertThat(memory.usages).as("a RCPT asks no store").hasValue(asked);
    }

    @Test
    void whileTheStoreIsAwayMailIsTaken() throws Exception {
        seats.empty("org.posthouse.store.memory");
        seats.expect("org.posthouse.store.memory", false);
        house.reserve(quota(LARGE), "q1", 1, 10);
    }

    @Test
    void ofManyAtOnceNoneGoesOver() throws Exception {
        int size = 1000;
        quota(25 * size);
        String inbox = inbox();
        ExecutorService crowd = Executors.newFixedThreadPool(16);
        List<Future<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String operation = "together-" + i;
            all.add(crowd.submit(() -> {
                try {
                    house.append(KATE, inbox, content(size), Set.of(), Instant.EPOCH, operation);
                    return true;
                } catch (MailException full) {
                    return false;
                }
            }));
        }
        int taken = 0;
        for (Future<Boolean> each : all) {
            taken += each.get() ? 1 : 0;
        }
        crowd.shutdown();
        assertThat(house.usage(KATE).octets()).isEqualTo((long) taken * size).isLessThanOrEqualTo(25L * size);
        append(25 * size - taken * size);
        assertThat(house.usage(KATE).octets()).isEqualTo(25L * size);
    }

    /** Whatever happens, and whenever the process ends, room is what a recount of store and queue says. */
    @Test
    void afterTenThousandOperationsAndManyKillsItIsWhatARecountSays() throws Exception {
        long seed = Long.getLong("posthouse.seed", System.nanoTime());
        Random random = new Random(seed);
        Map<String, Waiting> queue = new HashMap<>();
        Account kate = quota(LARGE);
        int kills = 0;
        for (int i = 0; i < 10_000; i++) {
            String context = "operation " + i + ", seed " + seed;
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 ->
                    accept(kate, queue, "m" + i, new Waiting(random.nextInt(8000), 1 + random.nextInt(3)), context);
                case 4, 5, 6 -> deliverOne(kate, queue, random);
                case 7 -> appendOne(random.nextInt(6000), queue, context);
                case 8, 9 -> expungeOne(random);
                case 10 ->
                    queue.keySet().stream().findAny().ifPresent(id -> {
                        house.release(id);
                        queue.remove(id);
                    });
                default -> {
                    if (random.nextInt(8) == 0) {
                        kills++;
                        house.close();
                        house = house(false);
                        queue.forEach((id, mail) -> restore(kate, id, mail));
                    }
                }
            }
        }
        assertThat(kills).isPositive();
        assertThat(left(queue)).isNotNegative();
    }

    /** So many copies of so many octets. */
    private record Waiting(int size, int copies) {
        private long room() {
            return (long) copies * (size + MORE);
        }

        private Waiting less() {
            return new Waiting(size, copies - 1);
        }
    }

    private void restore(Account kate, String id, Waiting mail) {
        house.restore(id, Collections.nCopies(mail.copies(), kate), mail.size());
    }

    private long left(Map<String, Waiting> queue) throws MailException {
        return LARGE
                - house.usage(KATE).octets()
                - queue.values().stream().mapToLong(Waiting::room).sum();
    }

    private void accept(Account kate, Map<String, Waiting> queue, String id, Waiting mail, String context)
            throws MailException {
        boolean fits = mail.room() <= left(queue);
        boolean taken = true;
        try {
            house.reserve(kate, id, mail.copies(), mail.size());
            queue.put(id, mail);
        } catch (MailException full) {
            taken = false;
        }
        assertThat(taken).as(context).isEqualTo(fits);
    }

    private void deliverOne(Account kate, Map<String, Waiting> queue, Random random) throws MailException {
        Optional<String> next = queue.keySet().stream().findAny();
        if (next.isEmpty()) {
            return;
        }
        String id = next.get();
        Waiting mail = queue.get(id);
        if (random.nextInt(5) == 0) {
            deliverInVain(id, mail.size(), () -> {
                if (random.nextBoolean()) {
                    restore(kate, id, mail);
                }
            });
            memory.beforeFailing = () -> {};
            return;
        }
        // Now and then asked again, as after a mark that was lost.
        int times = random.nextInt(4) == 0 ? 2 : 1;
        for (int i = 0; i < times; i++) {
            deliver(id, mail.copies(), mail.size() + random.nextInt(200));
        }
        if (mail.copies() == 1) {
            house.release(id);
            queue.remove(id);
            return;
        }
        queue.put(id, mail.less());
        // The queue tells what is left, at once or with what comes next.
        if (times > 1 || random.nextBoolean()) {
            restore(kate, id, mail.less());
        }
    }

    private void appendOne(int size, Map<String, Waiting> queue, String context) throws MailException {
        boolean fits = size <= left(queue);
        boolean taken = true;
        try {
            append(size);
        } catch (MailException full) {
            taken = false;
        }
        assertThat(taken).as(context).isEqualTo(fits);
    }

    private void expungeOne(Random random) throws MailException {
        String inbox = inbox();
        int count = house.read(KATE, inbox).count();
        if (count > 0) {
            long uid = house.read(KATE, inbox).uid(random.nextInt(count));
            StoreOp expunge = new StoreOp.Expunge(inbox, new long[] {uid});
            house.commit(KATE, "expunge-" + operations++, Optional.empty(), List.of(expunge));
        }
    }
}
