package org.posthouse.tck.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Status;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.testkit.Await;

/** What every queue promises. Implement it in a test class of the queue. */
public interface QueueContract {
    /** So much faster than others the house's clock runs where it does. */
    int SPEED = 10;

    /** Opens the queue over what this folder held before, with this house around it. */
    Opened open(Path folder, QueueHouse house) throws Exception;

    /**
     * The main class of a process that opens a queue over the folder of its first argument, with a house around it, and gives both to
     * {@link QueueChild#run}.
     */
    Class<?> child();

    /** A queue that runs; closed as its bundle's stop does. */
    interface Opened extends AutoCloseable {
        MailQueue queue();

        /** The clock was moved: the queue looks at it. */
        void wake();

        @Override
        void close();
    }

    @Test
    default void whileOneHasItNobodyElseOpensItAndNothingIsLost(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        try (Opened opened = open(folder, house)) {
            opened.queue().enqueue(QueueHouse.envelope("Q1", "kate@here.example"), octets(3000, 1), Instant.MAX);
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> open(folder, house).close()).isInstanceOf(IOException.class);
            }
            opened.queue().enqueue(QueueHouse.envelope("Q2", "kate@here.example"), octets(3000, 2), Instant.MAX);
            assertThat(opened.queue().troubles()).isEmpty();
        }
        try (Opened opened = open(folder, house)) {
            assertThat(opened.queue().list()).extracting(QueuedMail::id).containsExactlyInAnyOrder("Q1", "Q2");
            assertThat(opened.queue().troubles()).isEmpty();
        }
    }

    @Test
    default void whatWasTakenIsThereAfterAReopening(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        Envelope envelope = Envelope.builder("Q1")
                .reversePath(QueueHouse.address("r\u00f6n@there.example"))
                .submitter(new AccountId("ron-1"))
                .parameter("ENVID", "a+2Bb")
                .parameter("SMTPUTF8", "")
                .recipient(new Recipient(
                        QueueHouse.address("kate@here.example"), Map.of("NOTIFY", "NEVER", "ORCPT", "rfc822;k")))
                .recipient(Recipient.of(QueueHouse.address("tom@here.example")))
                .build();
        try (Opened opened = open(folder, house)) {
            opened.queue().enqueue(envelope, octets(3000, 1), Instant.EPOCH);
        }
        try (Opened opened = open(folder, house)) {
            QueuedMail waits = opened.queue().find("Q1").orElseThrow();
            assertThat(waits.size()).isEqualTo(3000);
            assertThat(waits.arrived()).isEqualTo(house.clock().instant());
            assertThat(waits.sender()).isEqualTo(envelope.reversePath());
            assertThat(waits.recipients())
                    .extracting(step -> step.address().localPart())
                    .containsExactly("kate", "tom");
            house.agent("local", QueueHouse::delivered);
            allIsDelivered(opened, house, 0);
            assertThat(house.arrived()).hasSize(2).allSatisfy(mail -> {
                assertThat(mail.octets()).isEqualTo(text(octets(3000, 1)));
                assertThat(mail.envelope())
                        .isEqualTo(envelope.withRecipients(mail.envelope().recipients()));
            });
        }
    }

    @Test
    default void messagesOfEverySizeComeBackAsTheyWere(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        List<Integer> sizes = List.of(0, 1, 7, 8, 4096, 65_535, 262_144, 262_145, 1 << 20, (1 << 20) + 1, 5 << 20);
        try (Opened opened = open(folder, house)) {
            for (int size : sizes) {
                opened.queue()
                        .enqueue(
                                QueueHouse.envelope("Q" + size, "kate@here.example"),
                                octets(size, size),
                                Instant.EPOCH);
            }
        }
        try (Opened opened = open(folder, house)) {
            house.agent("local", QueueHouse::delivered);
            allIsDelivered(opened, house, 0);
        }
        assertThat(house.arrived()).hasSize(sizes.size()).allSatisfy(mail -> {
            int size = Integer.parseInt(mail.envelope().queueId().substring(1));
            assertThat(mail.octets().equals(text(octets(size, size))))
                    .as("%d octets", size)
                    .isTrue();
        });
    }

    @Test
    default void theListIsOldestFirst(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        List<String> ids = List.of("C", "A", "D", "B");
        try (Opened opened = open(folder, house)) {
            for (String id : ids) {
                house.clock().advance(Duration.ofSeconds(1));
                opened.queue().enqueue(QueueHouse.envelope(id, "kate@here.example"), octets(10, 1), Instant.EPOCH);
            }
            assertThat(opened.queue().list()).extracting(QueuedMail::id).isEqualTo(ids);
        }
        try (Opened opened = open(folder, house)) {
            assertThat(opened.queue().list()).extracting(QueuedMail::id).isEqualTo(ids);
            assertThat(opened.queue().find("E")).isEmpty();
        }
    }

    @Test
    default void aDeferredMailIsTriedAgainAndItsStateOutlivesAReopening(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        house.agent("local", target -> QueueHouse.says(target, 4, 2, 2));
        QueuedMail.Step before;
        try (Opened opened = open(folder, house)) {
            opened.queue().enqueue(QueueHouse.envelope("Q1", "kate@here.example"), octets(10, 1), Instant.EPOCH);
            Await.until("it is deferred", () -> state(opened, "Q1") == QueuedMail.State.DEFERRED);
            before = step(opened, "Q1");
        }
        assertThat(before.attempts()).isEqualTo(1);
        assertThat(before.status()).contains(Status.MAILBOX_FULL);
        assertThat(before.reply()).isEqualTo("told so");
        try (Opened opened = open(folder, house)) {
            assertThat(step(opened, "Q1")).isEqualTo(before);
            house.agent("local", QueueHouse::delivered);
            Instant next = before.next().orElseThrow();
            house.clock().set(next);
            opened.wake();
            Await.until("it is delivered", () -> opened.queue().list().isEmpty());
        }
        try (Opened opened = open(folder, house)) {
            assertThat(opened.queue().list()).isEmpty();
        }
        assertThat(house.arrived()).hasSize(1);
    }

    @Test
    default void retriesBecomeRarerAndEndInAReportToTheSender(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        AtomicInteger attempts = new AtomicInteger();
        house.agent("local", target -> {
            attempts.incrementAndGet();
            return QueueHouse.says(target, 4, 2, 2);
        });
        house.agent("smtp", QueueHouse::delivered);
        try (Opened opened = open(folder, house)) {
            opened.queue().enqueue(QueueHouse.envelope("Q1", "kate@here.example"), octets(10, 1), Instant.EPOCH);
            Duration last = Duration.ZERO;
            while (opened.queue().find("Q1").isPresent()) {
                int soFar = attempts.get();
                Await.until("it waits", () -> state(opened, "Q1") != QueuedMail.State.ACTIVE);
                Instant next = opened.queue()
                        .find("Q1")
                        .flatMap(mail -> mail.recipients().get(0).next())
                        .orElse(Instant.MIN);
                if (next.equals(Instant.MIN)) {
                    break;
                }
                Duration pause = Duration.between(house.clock().instant(), next);
                assertThat(pause).isBetween(last, Duration.ofHours(5));
                last = pause;
                house.clock().set(next);
                opened.wake();
                Await.until("it was tried", () -> attempts.get() > soFar);
            }
            Await.until("all is gone", () -> opened.queue().list().isEmpty());
        }
        assertThat(attempts.get()).isBetween(5, 100);
        assertThat(house.arrived()).hasSize(2).allSatisfy(report -> {
            assertThat(report.envelope().reversePath()).isEmpty();
            assertThat(report.recipient()).hasToString("ron@there.example");
            assertThat(report.octets()).contains("report-type=delivery-status", "kate@here.example");
        });
        assertThat(house.arrived().get(0).octets()).contains("Action: delayed");
        assertThat(house.arrived().get(1).octets()).contains("Action: failed");
    }

    @Test
    default void aReportThatCannotBeDeliveredIsReportedToNobodyButThePostmasterAndKept(@TempDir Path folder)
            throws Exception {
        QueueHouse house = new QueueHouse();
        house.agent("smtp", target -> QueueHouse.says(target, 5, 1, 1));
        house.agent("local", target -> QueueHouse.says(target, 5, 1, 1));
        try (Opened opened = open(folder, house)) {
            opened.queue().enqueue(QueueHouse.envelope("Q1", "nobody@here.example"), octets(10, 1), Instant.EPOCH);
            Await.until("it is gone", () -> opened.queue().find("Q1").isEmpty());
            Await.untilAsserted(
                    () -> assertThat(opened.queue().list()).singleElement().satisfies(held -> {
                        assertThat(held.state()).isEqualTo(QueuedMail.State.HELD);
                        assertThat(held.sender()).isEmpty();
                        assertThat(held.recipients().get(0).address().localPart())
                                .isEqualTo("postmaster");
                    }));
        }
        try (Opened opened = open(folder, house)) {
            assertThat(opened.queue().list()).singleElement().satisfies(held -> assertThat(held.state())
                    .isEqualTo(QueuedMail.State.HELD));
        }
    }

    @Test
    default void mailThatIsNotToBeTriedYetWaits(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        house.agent("local", QueueHouse::delivered);
        try (Opened opened = open(folder, house)) {
            Instant later = house.clock().instant().plusSeconds(3600);
            opened.queue().enqueue(QueueHouse.envelope("LATER", "kate@here.example"), octets(10, 1), later);
            opened.queue().enqueue(QueueHouse.envelope("HELD", "kate@here.example"), octets(10, 1), Instant.MAX);
            assertThat(state(opened, "LATER")).isEqualTo(QueuedMail.State.DEFERRED);
            house.clock().set(later);
            opened.wake();
            Await.until("it is delivered", () -> opened.queue().find("LATER").isEmpty());
            assertThat(state(opened, "HELD")).isEqualTo(QueuedMail.State.HELD);
        }
        try (Opened opened = open(folder, house)) {
            house.clock().advance(Duration.ofDays(365));
            opened.wake();
            assertThat(state(opened, "HELD")).isEqualTo(QueuedMail.State.HELD);
        }
        assertThat(house.arrived()).hasSize(1);
    }

    @Test
    default void theSameMailTwiceIsTakenOnce(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        try (Opened opened = open(folder, house)) {
            for (int i = 0; i < 3; i++) {
                opened.queue().enqueue(QueueHouse.envelope("Q1", "kate@here.example"), octets(10, 1), Instant.EPOCH);
            }
            house.agent("local", QueueHouse::delivered);
            Await.until("it is delivered", () -> opened.queue().list().isEmpty());
        }
        assertThat(house.arrived()).hasSize(1);
    }

    @Test
    default void mailForNobodyAtAllIsRefused(@TempDir Path folder) throws Exception {
        try (Opened opened = open(folder, new QueueHouse())) {
            assertThatThrownBy(() -> opened.queue().enqueue(QueueHouse.envelope("Q1"), octets(10, 1), Instant.EPOCH))
                    .isInstanceOfSatisfying(MailException.class, refusal -> assertThat(refusal.kind())
                            .isEqualTo(MailException.Kind.PERMANENT));
        }
    }

    @Test
    default void whatManyGiveAtOnceIsDeliveredOnceEach(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        house.agent("local", QueueHouse::delivered);
        Set<String> given = new TreeSet<>();
        try (Opened opened = open(folder, house)) {
            for (List<String> ids : together(16, () -> give(opened.queue(), 40))) {
                given.addAll(ids);
            }
            allIsDelivered(opened, house, 0);
        }
        assertThat(given).hasSize(16 * 40);
        assertThat(house.arrived().stream().map(mail -> mail.envelope().queueId()))
                .containsExactlyInAnyOrderElementsOf(given);
    }

    private static List<String> give(MailQueue queue, int count) throws MailException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = queue.newId();
            queue.enqueue(QueueHouse.envelope(id, "kate" + i % 7 + "@here.example"), octets(i * 100, i), Instant.EPOCH);
            ids.add(id);
        }
        return ids;
    }

    @Test
    default void idsSortAsTheyWereMadeAndDoNotComeBack(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        List<String> ids = new ArrayList<>();
        for (int restart = 0; restart < 3; restart++) {
            try (Opened opened = open(folder, house)) {
                List<String> some = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    some.add(opened.queue().newId());
                }
                assertThat(some).isSorted().allMatch(id -> id.matches("[0-9A-Z]{8,20}"));
                ids.addAll(some);
            }
            // Nobody restarts within the same moment: only by chance would none come back.
            house.clock().advance(Duration.ofMillis(1));
        }
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    default void immediateDeliveryTellsOfEachRecipientInOrderAndKeepsWhatOnlySomeBehindOneCouldTake(
            @TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        house.alias("both@here.example", "kate@here.example", "full@here.example");
        house.agent(
                "local",
                target -> target.route().address().localPart().equals("full")
                        ? QueueHouse.says(target, 4, 2, 2)
                        : QueueHouse.delivered(target));
        Envelope envelope = QueueHouse.envelope(
                "Q1",
                "kate@here.example",
                "full@here.example",
                "nobody@here.example",
                "both@here.example",
                "t@here.example");
        try (Opened opened = open(folder, house)) {
            List<Outcome> outcomes = opened.queue().deliver(envelope, octets(10, 1));
            assertThat(outcomes).extracting(Outcome::recipient).isEqualTo(envelope.recipients());
            assertThat(outcomes)
                    .extracting(outcome -> outcome.status().toString())
                    .containsExactly("2.1.5", "4.2.2", "5.1.1", "2.1.5", "2.1.5");
            house.agent("local", QueueHouse::delivered);
            Await.until("the rest is there", () -> {
                house.clock().advance(Duration.ofMinutes(1));
                opened.wake();
                return opened.queue().list().isEmpty();
            });
        }
        // Whoever has it already knows the operation.
        assertThat(house.arrived())
                .filteredOn(arrived -> arrived.recipient().localPart().equals("both"))
                .extracting(QueueHouse.Arrived::operationId)
                .satisfies(ids -> assertThat(Set.copyOf(ids)).hasSize(2));
    }

    /** Rounds of a process that is killed while it takes mail (in every second one, while it delivers too). */
    @Test
    default void nothingThatWasAcknowledgedIsLostByAKill(@TempDir Path folder) throws Exception {
        Set<String> acknowledged = new TreeSet<>();
        Set<String> delivered = new TreeSet<>();
        Random random = new Random(42);
        for (int round = 0; round < 10; round++) {
            try (QueueChild.Victim child = QueueChild.start(List.of(), child(), folder, round % 2 == 1)) {
                child.runAndKill(
                        Duration.ofMillis(50 + random.nextInt(250)),
                        victim -> victim.acknowledged().size() > 20);
                acknowledged.addAll(child.acknowledged());
                delivered.addAll(child.delivered());
            }
        }
        assertThat(acknowledged).hasSizeGreaterThan(100);
        QueueHouse house = new QueueHouse();
        try (Opened opened = open(folder, house)) {
            int waits = opened.queue().list().size();
            house.agent("local", QueueHouse::delivered);
            allIsDelivered(opened, house, waits);
        }
        house.arrived().forEach(mail -> {
            assertThat(mail.octets()).isEqualTo(QueueChild.text(mail.envelope().queueId()));
            delivered.add(mail.envelope().queueId());
        });
        assertThat(delivered).containsAll(acknowledged);
    }

    /**
     * While the clock runs: what a busy machine has put off is tried again.
     *
     * @param deliveries so many at least; who looks at all that waits before that takes time from who delivers it
     */
    private static void allIsDelivered(Opened opened, QueueHouse house, int deliveries) throws Exception {
        Instant clock = house.clock().instant();
        long begin = System.nanoTime();
        Await.untilWhile(
                () -> {
                    house.clock().set(clock.plusNanos(SPEED * (System.nanoTime() - begin)));
                    opened.wake();
                    return house.count() >= deliveries && opened.queue().list().isEmpty();
                },
                house::count,
                () -> opened.queue().list());
    }

    private static QueuedMail.State state(Opened opened, String id) throws MailException {
        return opened.queue().find(id).map(QueuedMail::state).orElse(QueuedMail.State.DEFERRED);
    }

    private static QueuedMail.Step step(Opened opened, String id) throws MailException {
        return opened.queue().find(id).orElseThrow().recipients().get(0);
    }

    private static <T> List<T> together(int threads, Callable<T> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(task));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : running) {
                results.add(each.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    /** Octets of every value, always the same for the same seed. */
    private static Content octets(int size, int seed) {
        byte[] octets = new byte[size];
        new Random(seed).nextBytes(octets);
        return Content.of(octets);
    }

    private static String text(Content content) {
        byte[] octets = content instanceof Content.Octets memory ? memory.octets() : new byte[0];
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
