package org.posthouse.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.Status;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.testkit.Await;
import org.posthouse.testkit.Hung;

class SpoolQueueTest {
    @TempDir
    Path folder;

    @Test
    void aMailIsDeliveredAndGone() throws Exception {
        try (TestHouse house = new TestHouse(folder)) {
            house.agent("local", TestHouse::delivered);
            String id = house.take("hello", "kate@here.example");
            Await.until("it is gone", () -> house.queue.find(id).isEmpty());
            assertThat(house.arrived).singleElement().satisfies(mail -> {
                assertThat(mail.queueId()).isEqualTo(id);
                assertThat(mail.octets()).isEqualTo("Subject: hello\r\n\r\nhello\r\n");
            });
            assertThat(house.steps).singleElement().satisfies(step -> {
                assertThat(step.stage()).isEqualTo("delivered");
                assertThat(step.plugin()).isEqualTo(TestHouse.LOCAL);
                assertThat(step.version()).isEqualTo("1.0.0");
            });
        }
    }

    @Test
    void whatWaitsIsThereAfterARestart() throws Exception {
        String id;
        try (TestHouse house = new TestHouse(folder)) {
            id = house.take("hello", "kate@here.example");
        }
        try (TestHouse house = new TestHouse(folder)) {
            assertThat(house.queue.list()).extracting(QueuedMail::id).containsExactly(id);
            house.agent("local", TestHouse::delivered);
            Await.until("it is gone", () -> house.queue.find(id).isEmpty());
            assertThat(house.arrived).hasSize(1);
        }
        try (TestHouse house = new TestHouse(folder)) {
            assertThat(house.queue.list()).isEmpty();
        }
    }

    @Test
    void aTemporaryFailureIsTriedAgainBySchedule() throws Exception {
        try (TestHouse house = new TestHouse(folder)) {
            house.agent("local", target -> TestHouse.says(target, 4, 2, 2));
            String id = house.take("hello", "kate@here.example");
            Await.untilAsserted(
                    () -> assertThat(house.queue.find(id).orElseThrow().state()).isEqualTo(QueuedMail.State.DEFERRED));
            QueuedMail.Step step =
                    house.queue.find(id).orElseThrow().recipients().get(0);
            assertThat(step.attempts()).isEqualTo(1);
            assertThat(step.status()).contains(Status.MAILBOX_FULL);
            assertThat(step.next()).contains(house.clock.instant().plusSeconds(60));
            house.agent("local", TestHouse::delivered);
            house.pass(Duration.ofSeconds(59));
            assertThat(house.queue.find(id)).isPresent();
            house.pass(Duration.ofSeconds(1));
            Await.until("it is gone", () -> house.queue.find(id).isEmpty());
        }
    }

    @Test
    void anEmptySeatDoesNotCountAsAnAttemptAndIsNoticedTheMomentItIsFilled() throws Exception {
        try (TestHouse house = new TestHouse(folder)) {
            house.agent("local", TestHouse::delivered);
            house.seats.empty(TestHouse.LOCAL);
            String id = house.take("hello", "kate@here.example");
            Await.untilAsserted(() -> assertThat(house.queue
                            .find(id)
                            .orElseThrow()
                            .recipients()
                            .get(0)
                            .reply())
                    .contains("away"));
            assertThat(house.queue.find(id).orElseThrow().recipients().get(0).attempts())
                    .isZero();
            house.agent("local", TestHouse::delivered);
            Await.until("it is gone", () -> house.queue.find(id).isEmpty());
        }
    }

    @Test
    void aFailureIsReportedToTheSender() throws Exception {
        try (TestHouse house = new TestHouse(folder)) {
            house.agent("smtp", TestHouse::delivered);
            String id = house.take("hello", "nobody@here.example");
            Await.until("all is gone", () -> house.queue.list().isEmpty());
            assertThat(house.arrived).singleElement().satisfies(report -> {
                assertThat(report.sender()).isEmpty();
                assertThat(report.recipient()).hasToString("ron@there.example");
                assertThat(report.octets())
                        .contains("Final-Recipient: rfc822; nobody@here.example", "Status: 5.1.1", "Subject: hello")
                        .contains("X-Posthouse-Queue-ID: " + id);
            });
        }
    }

    @Test
    void aReportThatFailsIsHeld() throws Exception {
        try (TestHouse house = new TestHouse(folder)) {
            house.agent("smtp", target -> TestHouse.says(target, 5, 1, 1));
            house.take("hello", "nobody@here.example");
            Await.untilAsserted(
                    () -> assertThat(house.queue.list()).singleElement().satisfies(mail -> {
                        assertThat(mail.state()).isEqualTo(QueuedMail.State.HELD);
                        assertThat(mail.sender()).isEmpty();
                    }));
        }
    }

    @Test
    void aRetryDoesNotReachTheEndsThatAreDone() throws Exception {
        try (TestHouse house = new TestHouse(folder)) {
            house.aliases.put(
                    TestHouse.address("all@here.example"),
                    List.of(TestHouse.address("kate@here.example"), TestHouse.address("tom@here.example")));
            Set<String> asked = ConcurrentHashMap.newKeySet();
            house.agent("local", target -> {
                String end = target.route().address().localPart();
                return end.equals("tom") && asked.add(end)
                        ? TestHouse.says(target, 4, 3, 0)
                        : TestHouse.delivered(target);
            });
            String id = house.take("hello", "all@here.example");
            Await.untilAsserted(
                    () -> assertThat(house.queue.find(id).orElseThrow().state()).isEqualTo(QueuedMail.State.DEFERRED));
            house.pass(Duration.ofMinutes(1));
            Await.until("it is gone", () -> house.queue.find(id).isEmpty());
            assertThat(house.arrived)
                    .extracting(mail -> mail.end().localPart())
                    .containsExactlyInAnyOrder("kate", "tom");
        }
    }

    @Test
    void aHangingPlaceHoldsUpNobodyElse() throws Exception {
        try (TestHouse house = new TestHouse(folder);
                Hung hung = new Hung()) {
            house.agent("local", target -> {
                if (target.route().address().localPart().equals("slow")) {
                    hung.hangStubbornly();
                }
                return TestHouse.delivered(target);
            });
            for (int i = 0; i < 50; i++) {
                house.take("slow " + i, "slow@here.example");
            }
            hung.awaitEntered();
            for (int i = 0; i < 50; i++) {
                house.take("fast " + i, "kate" + i + "@here.example");
            }
            Await.untilAsserted(() -> assertThat(house.arrived).hasSize(50));
        }
    }

    @Test
    void heldMailStays() throws Exception {
        try (TestHouse house = new TestHouse(folder)) {
            house.agent("local", TestHouse::delivered);
            String id = house.queue.newId();
            house.queue.enqueue(TestHouse.envelope(id, "kate@here.example"), TestHouse.message("x"), Instant.MAX);
            house.pass(Duration.ofDays(100));
            assertThat(house.queue.find(id).orElseThrow().state()).isEqualTo(QueuedMail.State.HELD);
        }
    }

    @Test
    void immediateDeliveryTellsOfEachRecipientInOrder() throws Exception {
        try (TestHouse house = new TestHouse(folder)) {
            house.agent(
                    "local",
                    target -> target.route().address().localPart().equals("full")
                            ? TestHouse.says(target, 4, 2, 2)
                            : TestHouse.delivered(target));
            List<Outcome> outcomes = house.queue.deliver(
                    TestHouse.envelope(
                            "Q1", "kate@here.example", "full@here.example", "nobody@here.example", "tom@here.example"),
                    TestHouse.message("x"));
            assertThat(outcomes)
                    .extracting(outcome -> outcome.status().toString())
                    .containsExactly("2.1.5", "4.2.2", "5.1.1", "2.1.5");
            assertThat(outcomes.get(1).recipient().address()).hasToString("full@here.example");
            assertThat(house.queue.list()).isEmpty();
            assertThat(Map.of("arrived", house.arrived.size())).containsEntry("arrived", 2);
        }
    }
}
