package org.posthouse.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.Selection;
import org.posthouse.api.route.Route;
import org.posthouse.api.store.MailRoom;
import org.posthouse.spi.delivery.Delivery.Target;
import org.posthouse.tck.queue.QueueHouse;
import org.posthouse.testkit.Await;

/** Who keeps room for mail that waits hears of it after a restart, when some have got it, and when it is gone. */
final class WaitingMailTest {
    private static final List<String> EVERYBODY = List.of(
            "kate@here.example",
            "kate+news@here.example",
            "ron@here.example",
            "amy@here.example",
            "all@here.example",
            "team@here.example",
            "x@away.example");

    @TempDir
    Path folder;

    private final QueueHouse house = new QueueHouse();
    private final Room room = new Room();
    private SpoolQueue queue;

    /** Keeps room as it is told. */
    private static final class Room implements MailRoom {
        private final Map<String, List<String>> kept = new ConcurrentHashMap<>();

        @Override
        public void ask(Account account, int copies, long octets) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reserve(Account account, String queueId, int copies, long octets) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void restore(String queueId, Collection<Account> accounts, long octets) {
            assertThat(octets).isPositive();
            kept.put(
                    queueId,
                    accounts.stream().map(account -> account.id().value()).toList());
        }

        @Override
        public void release(String queueId) {
            kept.remove(queueId);
        }

        /** {@code mail account}, for each copy, sorted. */
        private List<String> pairs() {
            return kept.entrySet().stream()
                    .flatMap(mail -> mail.getValue().stream().map(account -> mail.getKey() + " " + account))
                    .sorted()
                    .toList();
        }
    }

    private void open() throws IOException {
        queue = TestQueues.open(folder, house);
        queue.keepRoom(Optional.of(room));
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private void reopen() throws IOException {
        queue.close();
        room.kept.clear();
        open();
    }

    /** As who takes mail does: room is kept before. */
    private void enqueue(String id, Instant notBefore, String... recipients) throws MailException {
        List<Account> accounts = Stream.of(recipients)
                .flatMap(recipient -> house.resolve(QueueHouse.address(recipient)).stream())
                .filter(Route.Mailbox.class::isInstance)
                .map(route -> ((Route.Mailbox) route).account())
                .toList();
        room.restore(id, accounts, 1);
        queue.enqueue(QueueHouse.envelope(id, recipients), QueueHouse.message("hello"), notBefore);
    }

    private void assertKept(String... pairs) {
        Await.untilAsserted(() -> assertThat(room.pairs()).containsExactlyInAnyOrder(pairs));
    }

    /** Everybody gets it but this one, who has to wait. */
    private void allBut(String waiting) {
        house.agent(
                "local",
                target ->
                        name(target).equals(waiting) ? QueueHouse.says(target, 4, 3, 0) : QueueHouse.delivered(target));
    }

    private static String name(Target target) {
        return target.route().address().localPart();
    }

    @Test
    void whatWaitsIsToldAgainAndWhatIsGoneIsGivenBack() throws Exception {
        open();
        enqueue("Q1", Instant.MAX, "kate@here.example");
        enqueue("Q2", Instant.MAX, "x@away.example");
        reopen();
        assertKept("Q1 kate");
        queue.apply(QueueAction.DELETE, Selection.all());
        assertKept();
    }

    @Test
    void whoHasItAlreadyNeedsNoRoom() throws Exception {
        open();
        house.alias("all@here.example", "kate@here.example", "ron@here.example", "x@away.example");
        allBut("ron");
        enqueue("Q1", Instant.MIN, "all@here.example", "amy@here.example");
        assertKept("Q1 ron");
        reopen();
        assertKept("Q1 ron");
    }

    @Test
    void aForwardThatIsSetMeanwhileNeedsNoRoomHereAfterTheNextAttempt() throws Exception {
        open();
        allBut("kate");
        enqueue("Q1", Instant.MIN, "kate@here.example");
        assertKept("Q1 kate");
        house.alias("kate@here.example", "x@away.example");
        queue.apply(QueueAction.RETRY, Selection.all());
        assertKept();
        assertThat(queue.find("Q1")).isPresent();
    }

    @Test
    void aReportForSomebodyHereWhoCannotGetItNowHasRoom() throws Exception {
        open();
        allBut("ron");
        house.agent("smtp", target -> QueueHouse.says(target, 5, 1, 1));
        Envelope envelope = Envelope.builder("Q1")
                .reversePath(QueueHouse.address("ron@here.example"))
                .recipient(Recipient.of(QueueHouse.address("x@away.example")))
                .build();
        queue.enqueue(envelope, QueueHouse.message("hello"), Instant.MIN);
        Await.untilAsserted(
                () -> assertThat(room.pairs()).singleElement().asString().endsWith(" ron"));
    }

    @Test
    void eachCopyThatIsStillToComeIsToldAlsoAfterARestart() throws Exception {
        open();
        house.alias("all@here.example", "kate@here.example", "ron@here.example", "x@away.example");
        house.alias("head@here.example", "kate@here.example");
        allBut("kate");
        enqueue(
                "Q1",
                Instant.MIN,
                "kate@here.example",
                "kate+1@here.example",
                "all@here.example",
                "head@here.example",
                "ron@here.example");
        assertKept("Q1 kate", "Q1 kate", "Q1 kate");
        reopen();
        assertKept("Q1 kate", "Q1 kate", "Q1 kate");
        queue.apply(QueueAction.HOLD, Selection.all());
        assertKept("Q1 kate", "Q1 kate", "Q1 kate");
        queue.apply(QueueAction.REQUEUE, Selection.all());
        assertKept("Q1 kate", "Q1 kate", "Q1 kate");
        queue.apply(QueueAction.DELETE, Selection.all());
        assertKept();
    }

    @Test
    void anAccountThatIsRemovedNeedsNoRoom() throws Exception {
        open();
        allBut("kate");
        enqueue("Q1", Instant.MAX, "kate@here.example", "kate+1@here.example", "ron@here.example");
        house.alias("kate@here.example", "nobody@here.example");
        house.alias("kate+1@here.example", "nobody@here.example");
        reopen();
        assertKept("Q1 ron");
    }

    /** Whatever happens, and however often it begins anew, room is kept for those who wait and for nobody else. */
    @Test
    void afterManyOperationsAndRestartsItIsWhatARecountSays() throws Exception {
        long seed = Long.getLong("posthouse.seed", System.nanoTime());
        Random random = new Random(seed);
        Answers answers = new Answers(seed);
        house.alias("all@here.example", "kate@here.example", "ron@here.example", "x@away.example");
        house.alias("team@here.example", "kate@here.example", "amy@here.example");
        house.agent("local", answers::of);
        house.agent("smtp", answers::of);
        open();
        for (int i = 1; i <= 200; i++) {
            operate(random, "Q" + i, answers);
            Await.until("all have been tried", () -> queue.list().stream()
                    .noneMatch(mail -> mail.state() == QueuedMail.State.ACTIVE));
            if (i % 20 == 0) {
                Await.untilAsserted(
                        () -> assertThat(room.pairs()).as("seed %d", seed).isEqualTo(recount(answers)));
            }
        }
        queue.apply(QueueAction.DELETE, Selection.all());
        assertKept();
    }

    private void operate(Random random, String id, Answers answers) throws Exception {
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> {
                Set<String> recipients = new HashSet<>();
                for (int i = 1 + random.nextInt(5); i > 0; i--) {
                    recipients.add(EVERYBODY.get(random.nextInt(EVERYBODY.size())));
                }
                Instant notBefore = random.nextInt(4) == 0 ? Instant.MAX : Instant.MIN;
                enqueue(id, notBefore, recipients.toArray(String[]::new));
            }
            case 4, 5 -> {
                house.clock().advance(Duration.ofHours(random.nextInt(5)));
                queue.wake();
            }
            case 6 -> reopen();
            default -> {
                QueueAction action = QueueAction.values()[random.nextInt(QueueAction.values().length)];
                List<QueuedMail> waiting = queue.list();
                if (!waiting.isEmpty()) {
                    String one = waiting.get(random.nextInt(waiting.size())).id();
                    if (action == QueueAction.REQUEUE) {
                        answers.forgetFailures(one);
                    }
                    queue.apply(action, Selection.of(one));
                }
            }
        }
    }

    /** As chance has it; what was answered. */
    private static final class Answers {
        private final long seed;
        private final Map<String, Integer> asked = new ConcurrentHashMap<>();
        /** Whether an end that is not tried again has got it. */
        private final Map<String, Boolean> settled = new ConcurrentHashMap<>();

        Answers(long seed) {
            this.seed = seed;
        }

        private static String key(String mail, Address recipient, Address end) {
            return mail + " " + recipient + " " + end;
        }

        Outcome of(Target target) {
            String mail = target.operationId().substring(0, target.operationId().lastIndexOf('-'));
            String key = key(mail, target.recipient().address(), target.route().address());
            long times = asked.merge(key, 1, Integer::sum);
            int chance = mail.startsWith("Q") ? new Random(seed + 31L * key.hashCode() + times).nextInt(8) : 0;
            if (chance > 3) {
                return QueueHouse.says(target, 4, 3, 0);
            }
            settled.put(key, chance > 0);
            return mail.startsWith("Q") && chance == 0
                    ? QueueHouse.says(target, 5, 1, 1)
                    : QueueHouse.delivered(target);
        }

        /** They are tried again. */
        void forgetFailures(String mail) {
            settled.entrySet().removeIf(end -> end.getKey().startsWith(mail + " ") && !end.getValue());
        }

        boolean waits(String mail, Address recipient, Address end) {
            return !settled.containsKey(key(mail, recipient, end));
        }
    }

    private List<String> recount(Answers answers) {
        List<String> all = new ArrayList<>();
        for (QueuedMail mail : queue.list()) {
            for (QueuedMail.Step step : mail.recipients()) {
                for (Route route : house.resolve(step.address())) {
                    if (route instanceof Route.Mailbox mailbox
                            && answers.waits(mail.id(), step.address(), mailbox.address())) {
                        all.add(mail.id() + " " + mailbox.account().id().value());
                    }
                }
            }
        }
        Collections.sort(all);
        return all;
    }
}
