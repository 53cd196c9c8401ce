package org.posthouse.tck.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.QueuedMail.State;
import org.posthouse.api.queue.Selection;
import org.posthouse.tck.queue.QueueContract.Opened;
import org.posthouse.testkit.Await;
import org.posthouse.testkit.Hung;

/** What every queue promises to administrators. Implement it in a test class of the queue, beside {@link QueueContract}. */
public interface QueueActionContract {
    /** As {@link QueueContract#open}. */
    Opened open(Path folder, QueueHouse house) throws Exception;

    /** As {@link QueueContract#child}. */
    Class<?> child();

    @Test
    default void aMailThatIsStoppedWaitsUntilItIsReleased(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        try (Opened opened = open(folder, house)) {
            take(opened, "Q1", "kate@here.example");
            assertThat(apply(opened, QueueAction.HOLD, "Q1")).containsExactly("Q1");
            assertThat(find(opened, "Q1").state()).isEqualTo(State.HELD);
        }
        try (Opened opened = open(folder, house)) {
            house.agent("local", QueueHouse::delivered);
            take(opened, "Q2", "kate@here.example");
            gone(opened, "Q2");
            assertThat(find(opened, "Q1").state()).isEqualTo(State.HELD);
            assertThat(apply(opened, QueueAction.HOLD, "Q1"))
                    .as("it is already")
                    .isEmpty();
            assertThat(apply(opened, QueueAction.RELEASE, "Q1")).containsExactly("Q1");
            gone(opened, "Q1");
        }
        assertThat(house.arrived()).hasSize(2);
    }

    @Test
    default void whatAFilterHeldCanBeReleased(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        house.agent("local", target -> QueueHouse.says(target, 4, 2, 2));
        try (Opened opened = open(folder, house)) {
            opened.queue()
                    .enqueue(QueueHouse.envelope("Q1", "kate@here.example"), QueueHouse.message("held"), Instant.MAX);
            assertThat(apply(opened, QueueAction.RETRY, "Q1")).isEmpty();
            assertThat(apply(opened, QueueAction.RELEASE, "Q1")).containsExactly("Q1");
            assertThat(apply(opened, QueueAction.RELEASE, "Q1"))
                    .as("not a second time")
                    .isEmpty();
        }
        try (Opened opened = open(folder, house)) {
            Await.until("it is tried", () -> attempts(opened, "Q1") == 1);
            assertThat(find(opened, "Q1").state()).isNotEqualTo(State.HELD);
        }
    }

    @Test
    default void aRetryDoesNotWaitForItsTime(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        house.agent("local", target -> QueueHouse.says(target, 4, 2, 2));
        try (Opened opened = open(folder, house)) {
            take(opened, "Q1", "kate@here.example");
            Await.until("it is deferred", () -> attempts(opened, "Q1") == 1);
            assertThat(apply(opened, QueueAction.RETRY, "Q1")).containsExactly("Q1");
            Await.until("it was tried again", () -> attempts(opened, "Q1") == 2);
            house.agent("local", QueueHouse::delivered);
            assertThat(apply(opened, QueueAction.RETRY, "Q1")).containsExactly("Q1");
            gone(opened, "Q1");
        }
    }

    @Test
    default void whatIsRequeuedIsAsNewButNotDeliveredTwice(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        house.alias("all@here.example", "kate@here.example", "tom@here.example");
        AtomicInteger toTom = new AtomicInteger();
        house.agent("local", target -> {
            boolean tom = target.route().address().localPart().equals("tom");
            return tom && toTom.incrementAndGet() == 1
                    ? QueueHouse.says(target, 4, 2, 2)
                    : QueueHouse.delivered(target);
        });
        Instant begun;
        try (Opened opened = open(folder, house)) {
            take(opened, "Q1", "all@here.example");
            Await.until("it is deferred", () -> attempts(opened, "Q1") == 1);
            apply(opened, QueueAction.HOLD, "Q1");
            house.seats().empty(QueueHouse.plugin("local"));
            house.clock().advance(Duration.ofHours(3));
            begun = house.clock().instant();
            assertThat(apply(opened, QueueAction.REQUEUE, "Q1")).containsExactly("Q1");
            house.clock().advance(Duration.ofHours(1));
        }
        try (Opened opened = open(folder, house)) {
            assertThat(find(opened, "Q1").arrived()).isEqualTo(begun);
            assertThat(attempts(opened, "Q1")).isZero();
            house.agent("local", QueueHouse::delivered);
            apply(opened, QueueAction.RETRY, "Q1");
            gone(opened, "Q1");
        }
        assertThat(house.arrived()).extracting(mail -> mail.end().localPart()).containsExactlyInAnyOrder("kate", "tom");
    }

    @Test
    default void whatIsGivenUpIsReportedToItsSender(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        try (Opened opened = open(folder, house)) {
            take(opened, "Q1", "kate@here.example", "tom@here.example");
            assertThat(apply(opened, QueueAction.BOUNCE, "Q1")).containsExactly("Q1");
            assertThat(opened.queue().find("Q1")).isEmpty();
        }
        try (Opened opened = open(folder, house)) {
            house.agent("smtp", QueueHouse::delivered);
            Await.until("all is gone", () -> opened.queue().list().isEmpty());
        }
        assertThat(house.arrived()).singleElement().satisfies(report -> {
            assertThat(report.recipient()).hasToString("ron@there.example");
            assertThat(report.octets())
                    .contains("kate@here.example", "tom@here.example", "Action: failed", "Subject: Q1");
        });
    }

    @Test
    default void whatIsDeletedIsGoneWithoutAWord(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        try (Opened opened = open(folder, house)) {
            take(opened, "Q1", "kate@here.example");
            take(opened, "Q2", "kate@here.example");
            assertThat(apply(opened, QueueAction.DELETE, "Q1")).containsExactly("Q1");
            assertThat(apply(opened, QueueAction.DELETE, "Q1")).isEmpty();
            assertThat(opened.queue().list()).extracting(QueuedMail::id).containsExactly("Q2");
        }
        try (Opened opened = open(folder, house)) {
            assertThat(opened.queue().list()).extracting(QueuedMail::id).containsExactly("Q2");
        }
    }

    @Test
    default void aSelectionMeansThoseThatFitAllOfIt(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        try (Opened opened = open(folder, house)) {
            take(opened, "A", "kate@here.example");
            house.clock().advance(Duration.ofSeconds(1));
            take(opened, "B", "kate@here.example", "tom@elsewhere.example");
            house.clock().advance(Duration.ofSeconds(1));
            Envelope nobodys = Envelope.builder("C")
                    .recipient(Recipient.of(QueueHouse.address("tom@elsewhere.example")))
                    .build();
            opened.queue().enqueue(nobodys, QueueHouse.message("C"), Instant.EPOCH);
            Optional<String> elsewhere = Optional.of("Elsewhere.example");
            Optional<State> held = Optional.of(State.HELD);
            assertThat(hold(opened, select(Set.of("A", "C", "Z"), elsewhere, false, Optional.empty())))
                    .containsExactly("C");
            assertThat(hold(opened, select(Set.of(), elsewhere, false, Optional.empty())))
                    .containsExactly("B");
            assertThat(release(opened, select(Set.of(), Optional.empty(), true, held)))
                    .containsExactly("C");
            assertThat(release(opened, sender("ron@there.example"))).containsExactly("B");
            assertThat(hold(opened, sender("tom@there.example"))).isEmpty();
            assertThat(hold(opened, Selection.all())).containsExactly("A", "B", "C");
        }
    }

    @Test
    default void whatIsUnderDeliveryIsDoneFirst(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        Hung hung = new Hung();
        house.agent("local", target -> {
            hung.hangStubbornly();
            return QueueHouse.says(target, 4, 2, 2);
        });
        try (Opened opened = open(folder, house)) {
            take(opened, "Q1", "kate@here.example");
            hung.awaitEntered();
            CompletableFuture<List<String>> ordered =
                    CompletableFuture.supplyAsync(() -> unchecked(opened, QueueAction.HOLD, "Q1"));
            hung.close();
            assertThat(ordered.get(120, TimeUnit.SECONDS)).containsExactly("Q1");
            QueuedMail held = find(opened, "Q1");
            assertThat(held.state()).isEqualTo(State.HELD);
            assertThat(held.recipients().get(0).attempts()).isEqualTo(1);
        }
    }

    @Test
    default void theMessageCanBeReadWhileItWaitsAndAfterIfItWasOpened(@TempDir Path folder) throws Exception {
        QueueHouse house = new QueueHouse();
        try (Opened opened = open(folder, house)) {
            take(opened, "Q1", "kate@here.example");
            assertThat(opened.queue().message("Q2")).isEmpty();
            try (Content message = opened.queue().message("Q1").orElseThrow()) {
                apply(opened, QueueAction.DELETE, "Q1");
                assertThat(opened.queue().message("Q1")).isEmpty();
                try (InputStream octets = message.open()) {
                    assertThat(new String(octets.readAllBytes(), StandardCharsets.ISO_8859_1))
                            .isEqualTo("Subject: Q1\r\n\r\nQ1\r\n");
                }
            }
        }
    }

    /** A process is killed while it does all that can be done. */
    @Test
    default void whatWasDoneOutlivesAKill(@TempDir Path folder) throws Exception {
        try (QueueChild.Victim child = QueueChild.ordering(child(), folder)) {
            child.runAndKill(Duration.ofMillis(500), victim -> Stream.of(QueueChild.Ordered.values())
                    .allMatch(what -> victim.ordered(what).size() > 10));
            assertThat(child.failures()).isEmpty();
            try (Opened opened = open(folder, new QueueHouse())) {
                Set<String> reported = Set.copyOf(opened.queue().list().stream()
                        .filter(mail -> mail.sender().isEmpty())
                        .map(mail -> subject(opened, mail.id()))
                        .toList());
                for (QueueChild.Ordered what : QueueChild.Ordered.values()) {
                    assertThat(child.ordered(what)).as("%s", what).isNotEmpty();
                    for (String id : child.ordered(what)) {
                        Optional<State> state = opened.queue().find(id).map(QueuedMail::state);
                        switch (what) {
                            case HELD -> assertThat(state).contains(State.HELD);
                            case RELEASED, REQUEUED ->
                                assertThat(state).isPresent().get().isNotEqualTo(State.HELD);
                            case DELETED -> assertThat(state).isEmpty();
                            case BOUNCED -> {
                                assertThat(state).isEmpty();
                                assertThat(reported).contains(id);
                            }
                        }
                    }
                }
            }
        }
    }

    /** The subject of the mail that a report is about. */
    private static String subject(Opened opened, String id) {
        try (Content report = opened.queue().message(id).orElseThrow()) {
            String text = new String(report.bytes(0, (int) report.size()), StandardCharsets.ISO_8859_1);
            int at = text.lastIndexOf("Subject: ") + 9;
            return text.substring(at, text.indexOf('\r', at));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void take(Opened opened, String id, String... recipients) throws MailException {
        opened.queue().enqueue(QueueHouse.envelope(id, recipients), QueueHouse.message(id), Instant.EPOCH);
    }

    private static List<String> apply(Opened opened, QueueAction action, String id) throws MailException {
        return opened.queue().apply(action, Selection.of(id));
    }

    private static List<String> unchecked(Opened opened, QueueAction action, String id) {
        try {
            return apply(opened, action, id);
        } catch (MailException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> hold(Opened opened, Selection selection) throws MailException {
        return opened.queue().apply(QueueAction.HOLD, selection);
    }

    private static List<String> release(Opened opened, Selection selection) throws MailException {
        return opened.queue().apply(QueueAction.RELEASE, selection);
    }

    private static Selection select(
            Set<String> ids, Optional<String> domain, boolean nullSender, Optional<State> state) {
        return new Selection(ids, domain, Optional.empty(), nullSender, state);
    }

    private static Selection sender(String address) {
        return new Selection(
                Set.of(), Optional.empty(), Optional.of(QueueHouse.address(address)), false, Optional.empty());
    }

    private static QueuedMail find(Opened opened, String id) throws MailException {
        return opened.queue().find(id).orElseThrow();
    }

    private static int attempts(Opened opened, String id) throws MailException {
        return find(opened, id).recipients().get(0).attempts();
    }

    private static void gone(Opened opened, String id) {
        Await.until("it is gone", () -> opened.queue().find(id).isEmpty());
    }
}
