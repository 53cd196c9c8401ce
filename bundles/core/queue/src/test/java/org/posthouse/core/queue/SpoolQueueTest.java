package org.posthouse.core.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Status;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.Selection;
import org.posthouse.api.route.Router;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.core.queue.dispatch.Schedule;
import org.posthouse.core.queue.spool.Spool;
import org.posthouse.core.queue.spool.SpoolSettings;
import org.posthouse.tck.queue.QueueHouse;
import org.posthouse.tck.queue.QueueHouse.Arrived;
import org.posthouse.testkit.Await;
import org.posthouse.testkit.Hung;

class SpoolQueueTest {
    @TempDir
    Path folder;

    private final QueueHouse house = new QueueHouse();
    private SpoolQueue queue;

    @BeforeEach
    void open() throws Exception {
        queue = TestQueues.open(folder, house);
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private String take(String text, String... recipients) throws MailException {
        String id = queue.newId();
        queue.enqueue(QueueHouse.envelope(id, recipients), QueueHouse.message(text), Instant.EPOCH);
        return id;
    }

    private void gone(String id) {
        Await.until("it is gone", () -> queue.find(id).isEmpty());
    }

    private QueuedMail.Step step(String id) {
        return queue.find(id).orElseThrow().recipients().get(0);
    }

    private void pass(Duration time) {
        house.clock().advance(time);
        queue.wake();
    }

    @Test
    void theTraceTellsWhoDelivered() throws Exception {
        house.agent("local", QueueHouse::delivered);
        String id = take("hello", "kate@here.example");
        gone(id);
        assertThat(house.steps()).singleElement().satisfies(step -> {
            assertThat(step.stage()).isEqualTo("delivered");
            assertThat(step.queueId()).contains(id);
            assertThat(step.plugin()).isEqualTo(QueueHouse.plugin("local"));
            assertThat(step.version()).isEqualTo("1.0.0");
        });
    }

    @Test
    void aTemporaryFailureIsTriedAgainAfterAMinute() throws Exception {
        house.agent("local", target -> QueueHouse.says(target, 4, 2, 2));
        String id = take("hello", "kate@here.example");
        Await.untilAsserted(() -> assertThat(step(id).attempts()).isEqualTo(1));
        assertThat(step(id).next()).contains(house.clock().instant().plusSeconds(60));
        house.agent("local", QueueHouse::delivered);
        pass(Duration.ofSeconds(59));
        assertThat(queue.find(id)).isPresent();
        pass(Duration.ofSeconds(1));
        gone(id);
    }

    @Test
    void mailThatFoundTheDiskFullIsDueWhenThereIsRoomAgain() throws Exception {
        queue.close();
        AtomicLong free = new AtomicLong(1L << 40);
        queue = TestQueues.open(
                new Spool(folder, new SpoolSettings(1 << 20, 1 << 20, Duration.ofMillis(50)), free::get), house);
        house.agent("local", target -> QueueHouse.says(target, 4, 3, 1));
        String id = take("hello", "kate@here.example");
        Await.untilAsserted(() -> assertThat(step(id).attempts()).isEqualTo(1));
        free.set(0);
        Await.untilAsserted(() ->
                assertThatThrownBy(() -> take("more", "kate@here.example")).isInstanceOf(MailException.class));
        house.agent("local", QueueHouse::delivered);
        free.set(1L << 40);
        gone(id);
    }

    @Test
    void aPartOfOursThatIsAwayIsAskedAgainWithinSeconds() throws Exception {
        house.agent("local", target -> QueueHouse.says(target, 4, 3, 0));
        String id = take("hello", "kate@here.example");
        Await.untilAsserted(() -> assertThat(step(id).attempts()).isEqualTo(1));
        assertThat(step(id).next()).contains(house.clock().instant().plusSeconds(2));
    }

    @Test
    void anEmptySeatIsNoAttemptAndIsSeenTheMomentItIsFilled() throws Exception {
        house.agent("local", QueueHouse::delivered);
        house.seats().empty(QueueHouse.plugin("local"));
        String id = take("hello", "kate@here.example");
        Await.untilAsserted(() -> assertThat(step(id).reply()).contains("away"));
        assertThat(step(id).attempts()).isZero();
        house.agent("local", QueueHouse::delivered);
        gone(id);
    }

    @Test
    void mailWithoutTransportWaitsAndSaysSo() throws Exception {
        String id = take("hello", "tom@elsewhere.example");
        Await.untilAsserted(
                () -> assertThat(step(id).reply()).isEqualTo("smtp delivery is switched off, or not installed"));
        assertThat(step(id).status()).contains(new Status(4, 4, 4));
        house.agent("smtp", QueueHouse::delivered);
        gone(id);
    }

    @Test
    void theNextVersionOfAnAgentGoesOn() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        house.agent("local", "1.0.0", delivery -> {
            calls.incrementAndGet();
            throw new IllegalStateException("an agent fails");
        });
        String id = take("hello", "kate@here.example");
        Await.untilAsserted(() -> assertThat(step(id).attempts()).isEqualTo(1));
        house.agent("local", QueueHouse::delivered);
        house.seats().shutGates();
        pass(Duration.ofMinutes(1));
        gone(id);
        assertThat(calls).hasValue(1);
    }

    @Test
    void theReportNamesTheRecipientAndHasTheHeaderOfTheOriginal() throws Exception {
        house.agent("smtp", QueueHouse::delivered);
        String id = take("hello", "nobody@here.example");
        Await.until("all is gone", () -> queue.list().isEmpty());
        Arrived report = house.arrived().get(0);
        assertThat(report.octets())
                .contains("Final-Recipient: rfc822; nobody@here.example", "Status: 5.1.1", "\r\nSubject: hello\r\n")
                .contains("X-Posthouse-Queue-ID: " + id, "Auto-Submitted: auto-replied")
                .doesNotContain("\r\nhello\r\n");
    }

    @Test
    void aSenderWhoWantsNoReportGetsNone() throws Exception {
        house.agent("smtp", QueueHouse::delivered);
        Recipient recipient = new Recipient(QueueHouse.address("nobody@here.example"), Map.of("NOTIFY", "NEVER"));
        queue.enqueue(
                QueueHouse.envelope("Q1").withRecipients(List.of(recipient)), QueueHouse.message("x"), Instant.EPOCH);
        Await.until("all is gone", () -> queue.list().isEmpty());
        assertThat(house.arrived()).isEmpty();
    }

    @Test
    void aRetryDoesNotReachTheEndsThatAreDone() throws Exception {
        house.alias("all@here.example", "kate@here.example", "tom@here.example");
        Set<String> asked = ConcurrentHashMap.newKeySet();
        house.agent("local", target -> {
            String end = target.route().address().localPart();
            return end.equals("tom") && asked.add(end)
                    ? QueueHouse.says(target, 4, 2, 2)
                    : QueueHouse.delivered(target);
        });
        String id = take("hello", "all@here.example");
        Await.untilAsserted(() -> assertThat(step(id).attempts()).isEqualTo(1));
        queue.close();
        queue = TestQueues.open(folder, house);
        pass(Duration.ofMinutes(1));
        gone(id);
        assertThat(house.arrived()).extracting(mail -> mail.end().localPart()).containsExactlyInAnyOrder("kate", "tom");
        assertThat(house.arrived()).extracting(Arrived::operationId).doesNotHaveDuplicates();
    }

    @Test
    void aHangingPlaceHoldsUpNobodyElse() throws Exception {
        try (Hung hung = new Hung()) {
            house.agent("local", target -> {
                if (target.route().address().localPart().equals("slow")) {
                    hung.hangStubbornly();
                }
                return QueueHouse.delivered(target);
            });
            for (int i = 0; i < 50; i++) {
                take("slow " + i, "slow@here.example");
            }
            hung.awaitEntered();
            for (int i = 0; i < 50; i++) {
                take("fast " + i, "kate" + i + "@here.example");
            }
            Await.untilAsserted(() -> assertThat(house.arrived()).hasSize(50));
        }
    }

    @Test
    void aClockThatIsSetBackHoldsMailUpNoLongerThanTheSchedule() throws Exception {
        house.agent("local", target -> QueueHouse.says(target, 4, 2, 2));
        String id = take("hello", "kate@here.example");
        Await.untilAsserted(() -> assertThat(step(id).attempts()).isEqualTo(1));
        Await.until("it waits", () -> queue.find(id).orElseThrow().state() == QueuedMail.State.DEFERRED);
        house.agent("local", QueueHouse::delivered);
        pass(Duration.ofDays(-365));
        assertThat(queue.find(id)).isPresent();
        pass(Duration.ofHours(4));
        gone(id);
    }

    @Test
    void aClockThatJumpsAheadReturnsNoMail() throws Exception {
        house.agent("local", target -> QueueHouse.says(target, 4, 2, 2));
        String id = take("hello", "kate@here.example");
        Await.untilAsserted(() -> assertThat(step(id).attempts()).isEqualTo(1));
        pass(Duration.ofDays(365));
        Await.untilAsserted(() -> assertThat(step(id).attempts()).isEqualTo(2));
        assertThat(queue.find(id)).isPresent();
    }

    @Test
    void afterClosingNoThreadIsLeft() throws Exception {
        house.agent("local", QueueHouse::delivered);
        gone(take("hello", "kate@here.example"));
        assertThat(queue.deliver(QueueHouse.envelope("Q1", "kate@here.example"), QueueHouse.message("x")))
                .hasSize(1);
        queue.close();
        Await.until("threads are gone", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("posthouse-") && thread.isAlive()));
        assertThat(house.seats().rows()).isZero();
    }

    @Test
    void closingWaitsForTheDeliveryUnderWay() throws Exception {
        Hung hung = new Hung();
        house.agent("local", target -> {
            try {
                hung.hang();
            } catch (InterruptedException e) {
                return QueueHouse.says(target, 4, 3, 0);
            }
            return QueueHouse.delivered(target);
        });
        String id = take("hello", "kate@here.example");
        hung.awaitEntered();
        Thread closing = new Thread(queue::close);
        closing.start();
        Await.until("it waits", () -> closing.getState() == Thread.State.TIMED_WAITING);
        hung.close();
        closing.join(60_000);
        queue = TestQueues.open(folder, house);
        assertThat(queue.find(id)).isEmpty();
        assertThat(house.arrived()).hasSize(1);
    }

    @Test
    void aDeliveryThatHangsForEverIsGivenUpAndTriedAgain() throws Exception {
        try (Hung hung = new Hung()) {
            AtomicInteger calls = new AtomicInteger();
            house.agent("local", target -> {
                if (calls.incrementAndGet() == 1) {
                    hung.hangStubbornly();
                }
                return QueueHouse.delivered(target);
            });
            queue.change(TestQueues.DISK, TestQueues.HASTY);
            String id = take("hello", "kate@here.example");
            Await.untilAsserted(() -> assertThat(step(id).attempts()).isEqualTo(1));
            assertThat(step(id).reply()).isEqualTo("delivery took too long");
            queue.change(TestQueues.DISK, TestQueues.DISPATCH);
            pass(Duration.ofMinutes(1));
            gone(id);
        }
    }

    @Test
    void workersThatAreLostToAnAgentAreReplacedAndTheirMailIsTriedAgain() throws Exception {
        try (Hung hung = new Hung()) {
            Set<String> stuck = ConcurrentHashMap.newKeySet();
            house.agent("local", target -> {
                boolean hangs = target.route().address().localPart().equals("kate");
                if (hangs && stuck.add(Thread.currentThread().getName()) && stuck.size() == 1) {
                    hung.hangStubbornly();
                }
                return QueueHouse.delivered(target);
            });
            gone(take("it does well", "tom@here.example"));
            queue.change(TestQueues.DISK, TestQueues.HASTY);
            String id = take("hello", "kate@here.example");
            Await.untilAsserted(() -> assertThat(step(id).attempts()).isEqualTo(1));
            assertThat(step(id).reply()).isEqualTo("delivery took too long");
            queue.change(TestQueues.DISK, TestQueues.DISPATCH);
            assertThat(stuck).singleElement().asString().startsWith("posthouse-delivery-");
            pass(Duration.ofMinutes(1));
            gone(id);
            gone(take("others", "tom@here.example"));
        }
    }

    @Test
    void immediateDeliveryWithoutAnAgentDefers() throws Exception {
        List<Outcome> outcomes = queue.deliver(QueueHouse.envelope("Q1", "kate@here.example"), QueueHouse.message("x"));
        assertThat(outcomes)
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.status().temporary()).isTrue());
    }

    @Test
    void immediateDeliveryEndsAtItsDeadline() throws Exception {
        try (Hung hung = new Hung()) {
            house.agent("local", target -> {
                hung.hangStubbornly();
                return QueueHouse.delivered(target);
            });
            queue.change(TestQueues.DISK, TestQueues.HASTY);
            List<Outcome> outcomes =
                    queue.deliver(QueueHouse.envelope("Q1", "kate@here.example"), QueueHouse.message("x"));
            assertThat(outcomes.get(0).reply()).isEqualTo("delivery took too long");
        }
    }

    @Test
    void mailWithoutTransportIsNotTriedAndKeepsItsTimeOverRestarts() throws Exception {
        String id = take("hello", "tom@elsewhere.example");
        Await.untilAsserted(() -> assertThat(step(id).status()).isPresent());
        Instant next = house.clock().instant().plus(Duration.ofMinutes(15));
        for (int restart = 0; restart < 3; restart++) {
            assertThat(step(id).attempts()).isZero();
            assertThat(step(id).next()).contains(next);
            queue.close();
            house.clock().advance(Duration.ofMinutes(1));
            queue = TestQueues.open(folder, house);
            house.agent("local", QueueHouse::delivered);
            gone(take("hello", "kate@here.example"));
        }
        assertThat(step(id).attempts()).isZero();
        assertThat(step(id).next()).contains(next);
        house.agent("smtp", QueueHouse::delivered);
        gone(id);
    }

    @Test
    void mailThatNeverHasATransportIsReturnedAtItsEnd() throws Exception {
        String id = take("hello", "tom@elsewhere.example");
        Await.untilAsserted(() -> assertThat(step(id).status()).isPresent());
        pass(Duration.ofDays(5));
        Instant next = house.clock().instant().plus(Duration.ofMinutes(15));
        Await.untilAsserted(() -> assertThat(step(id).next()).contains(next));
        pass(Duration.ofMinutes(15));
        gone(id);
    }

    @Test
    void aRestartKeepsTheTimeOfTheNextAttempt() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        house.agent("local", target -> {
            if (target.route().address().localPart().equals("kate")) {
                calls.incrementAndGet();
                return QueueHouse.says(target, 4, 3, 0);
            }
            return QueueHouse.delivered(target);
        });
        String id = take("hello", "kate@here.example");
        Await.untilAsserted(() -> assertThat(step(id).attempts()).isEqualTo(1));
        Instant next = step(id).next().orElseThrow();
        for (int restart = 0; restart < 3; restart++) {
            queue.close();
            queue = TestQueues.open(folder, house);
            gone(take("hello", "tom@here.example"));
        }
        assertThat(step(id).next()).contains(next);
        assertThat(step(id).attempts()).isEqualTo(1);
        assertThat(calls).hasValue(1);
    }

    @Test
    void aRouterThatIsNotThereYetIsNoAttempt() throws Exception {
        queue.close();
        queue = new SpoolQueue(
                folder,
                TestQueues.DISK,
                TestQueues.DISPATCH,
                new SpoolQueue.Colleagues(house.seats(), Optional::empty, house, house.clock()));
        queue.begin();
        String id = take("hello", "kate@here.example");
        Await.untilAsserted(() -> assertThat(step(id).reply()).contains("away"));
        assertThat(step(id).attempts()).isZero();
        assertThat(step(id).next()).contains(house.clock().instant().plusSeconds(2));
    }

    @Test
    void whatStandsBehindAPlaceThatHangsCanBeHeldAndDeleted() throws Exception {
        try (Hung hung = new Hung()) {
            house.agent("smtp", target -> {
                hung.hangStubbornly();
                return QueueHouse.delivered(target);
            });
            String first = take("first", "tom@slow.example");
            hung.awaitEntered();
            List<String> more = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                more.add(take("more " + i, "tom@slow.example"));
            }
            queue.change(TestQueues.DISK, TestQueues.settings(Duration.ZERO, TestQueues.SCHEDULE));
            assertThat(queue.apply(QueueAction.HOLD, Selection.of(first))).isEmpty();
            queue.change(TestQueues.DISK, TestQueues.DISPATCH);
            List<String> waiting = more.subList(20, 40);
            Selection some =
                    new Selection(Set.copyOf(waiting), Optional.empty(), Optional.empty(), false, Optional.empty());
            assertThat(queue.apply(QueueAction.HOLD, some)).isEqualTo(waiting);
            assertThat(step(waiting.get(0)).attempts()).isZero();
            assertThat(step(waiting.get(0)).status()).isEmpty();
            assertThat(queue.apply(QueueAction.DELETE, some)).isEqualTo(waiting);
            assertThat(queue.list()).hasSize(21);
            assertThat(queue.waiting()).containsExactlyInAnyOrderElementsOf(queue.list());
        }
    }

    @Test
    void placesThatHangHoldUpNeitherOursNorOtherPlaces() throws Exception {
        try (Hung hung = new Hung()) {
            house.agent("local", QueueHouse::delivered);
            house.agent("smtp", target -> {
                boolean tarpit = target.route().address().domain().startsWith("tarpit");
                // As one does that keeps to its deadline.
                return tarpit && !hung.released(Duration.ofSeconds(1))
                        ? QueueHouse.says(target, 4, 4, 2)
                        : QueueHouse.delivered(target);
            });
            for (int i = 0; i < 100; i++) {
                take("stuck " + i, "tom@tarpit.example");
                take("stuck " + i, "tom@tarpit" + i % 7 + ".example");
            }
            hung.awaitEntered();
            for (int i = 0; i < 50; i++) {
                take("ours " + i, "kate" + i + "@here.example");
                take("theirs " + i, "tom@good" + i + ".example");
            }
            Await.untilAsserted(() -> assertThat(house.arrived()).hasSize(100));
        }
    }

    @Test
    void aDirectoryThatIsAwayIsNoAttemptAndAskedAgainEverLater() throws Exception {
        Router away = (Router) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Router.class}, (proxy, method, arguments) -> {
                    throw MailException.notNow("the directory is away");
                });
        AtomicReference<Router> router = new AtomicReference<>(away);
        queue.close();
        queue = new SpoolQueue(
                folder,
                TestQueues.DISK,
                TestQueues.DISPATCH,
                new SpoolQueue.Colleagues(house.seats(), () -> Optional.of(router.get()), house, house.clock()));
        queue.begin();
        house.agent("local", QueueHouse::delivered);
        String id = take("hello", "kate@here.example");
        Instant begin = house.clock().instant();
        for (int seconds : List.of(2, 4, 8, 16, 32, 64, 124)) {
            Await.untilAsserted(() -> assertThat(step(id).next()).contains(begin.plusSeconds(seconds)));
            house.clock().set(begin.plusSeconds(seconds));
            queue.wake();
        }
        Await.untilAsserted(() -> assertThat(step(id).next()).contains(begin.plusSeconds(184)));
        assertThat(step(id).attempts()).isZero();
        assertThat(house.steps()).extracting(TraceStep::stage).containsExactly("deferred");
        router.set(house);
        house.clock().set(begin.plusSeconds(184));
        queue.wake();
        gone(id);
    }

    @Test
    void settingsChangeInPlace() throws Exception {
        house.agent("local", target -> QueueHouse.says(target, 4, 2, 2));
        String id = take("hello", "kate@here.example");
        Await.untilAsserted(() -> assertThat(step(id).attempts()).isEqualTo(1));
        Schedule schedule =
                new Schedule(Duration.ofSeconds(10), 3, Duration.ofHours(1), Duration.ofDays(5), OptionalInt.of(3));
        queue.change(TestQueues.DISK, TestQueues.settings(Duration.ZERO, schedule));
        pass(Duration.ofMinutes(1));
        Instant second = house.clock().instant();
        Await.untilAsserted(() -> assertThat(step(id).next()).contains(second.plusSeconds(30)));
        pass(Duration.ofSeconds(30));
        gone(id);
        assertThat(queue.list()).singleElement().satisfies(report -> assertThat(report.sender())
                .isEmpty());
    }
}
