package org.posthouse.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.Selection;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.spi.delivery.Delivery.Target;
import org.posthouse.tck.queue.QueueHouse;
import org.posthouse.tck.queue.QueueHouse.Arrived;
import org.posthouse.testkit.Await;

/** Who is told what, RFC 3461 §5.2. The sender is elsewhere, so his reports leave by smtp. */
class ReportsTest {
    private static final Address SENDER = QueueHouse.address("ron@there.example");

    @TempDir
    Path folder;

    private final QueueHouse house = new QueueHouse();
    private final Map<String, String> notifyAtTheEnd = new ConcurrentHashMap<>();
    private SpoolQueue queue;

    @BeforeEach
    void open() throws Exception {
        queue = TestQueues.open(folder, house);
        house.agent("local", this::note);
        house.agent("smtp", this::note);
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private Outcome note(Target target) {
        notifyAtTheEnd.put(
                target.route().address().localPart(),
                target.recipient().parameters().getOrDefault("NOTIFY", "-"));
        return QueueHouse.delivered(target);
    }

    private void take(String notify, String... recipients) throws Exception {
        take(Map.of(), notify, QueueHouse.message("hello"), recipients);
    }

    private void take(Map<String, String> parameters, String notify, Content message, String... recipients)
            throws Exception {
        Envelope.Builder envelope = Envelope.builder("Q1").reversePath(SENDER);
        parameters.forEach(envelope::parameter);
        for (String recipient : recipients) {
            Map<String, String> wishes = notify.isEmpty() ? Map.of() : Map.of("NOTIFY", notify);
            envelope.recipient(new Recipient(QueueHouse.address(recipient), wishes));
        }
        queue.enqueue(envelope.build(), message, Instant.EPOCH);
    }

    private List<Arrived> reports() {
        return house.arrived().stream()
                .filter(mail -> mail.envelope().reversePath().isEmpty())
                .toList();
    }

    private void allIsGone() {
        Await.until("all is gone", () -> queue.list().isEmpty());
    }

    private void fail(String transport) {
        house.agent(
                transport,
                target -> target.recipient().address().equals(SENDER)
                        ? QueueHouse.delivered(target)
                        : QueueHouse.says(target, 5, 1, 1));
    }

    @Test
    void aFailureIsToldUnlessTheSenderWantsOtherwise() throws Exception {
        fail("local");
        for (String notify : List.of("", "FAILURE", "DELAY,FAILURE")) {
            take(notify, "kate@here.example");
            allIsGone();
        }
        assertThat(reports()).hasSize(3).allSatisfy(report -> {
            assertThat(report.recipient()).isEqualTo(SENDER);
            assertThat(report.envelope().recipients().get(0).parameters()).containsEntry("NOTIFY", "NEVER");
            assertThat(report.octets()).contains("Action: failed");
        });
        for (String notify : List.of("NEVER", "SUCCESS", "DELAY,SUCCESS")) {
            take(notify, "kate@here.example");
            allIsGone();
        }
        assertThat(reports()).hasSize(3);
    }

    @Test
    void aSuccessIsToldToThoseWhoAsk() throws Exception {
        take("SUCCESS,FAILURE", "kate@here.example", "tom@here.example");
        allIsGone();
        assertThat(reports()).singleElement().satisfies(report -> assertThat(report.octets())
                .contains("Subject: Delivered mail", "kate@here.example", "tom@here.example", "Action: delivered")
                .doesNotContain("Diagnostic-Code"));
        take("", "kate@here.example");
        allIsGone();
        assertThat(reports()).hasSize(1);
        assertThat(house.steps().stream().filter(step -> step.stage().equals("reported")))
                .hasSize(2)
                .extracting(TraceStep::verdict)
                .containsOnly("delivered");
    }

    @Test
    void aHostThatDoesNotNotifyIsSpokenFor() throws Exception {
        take("SUCCESS", "tom@elsewhere.example");
        allIsGone();
        assertThat(reports()).singleElement().satisfies(report -> assertThat(report.octets())
                .contains("Action: relayed", "will not tell you more"));
        house.agent("smtp", target -> Outcome.relayed(target.recipient(), "fine", true));
        take("SUCCESS", "tom@elsewhere.example");
        allIsGone();
        assertThat(reports()).hasSize(1);
    }

    @Test
    void anAddressThatStandsForSeveralIsConfirmedAsAWhole() throws Exception {
        house.alias("both@here.example", "kate@here.example", "tom@elsewhere.example");
        house.alias("one@here.example", "ann@elsewhere.example");
        take("SUCCESS,DELAY", "both@here.example");
        allIsGone();
        assertThat(reports()).singleElement().satisfies(report -> assertThat(report.octets())
                .contains("Action: expanded", "both@here.example")
                .doesNotContain("tom@elsewhere.example"));
        assertThat(notifyAtTheEnd).containsEntry("tom", "DELAY").containsEntry("kate", "DELAY");
        take("SUCCESS", "one@here.example");
        allIsGone();
        assertThat(notifyAtTheEnd).containsEntry("ann", "SUCCESS");
    }

    @Test
    void aDelayIsToldOnceAlsoOverARestart() throws Exception {
        house.agent("local", target -> QueueHouse.says(target, 4, 2, 2));
        take("", "kate@here.example");
        Await.until("it was tried", () -> attempts() == 1);
        pass(Duration.ofHours(3));
        Await.until("it was tried", () -> attempts() == 2);
        assertThat(reports()).isEmpty();
        pass(Duration.ofMinutes(61));
        Await.untilAsserted(() -> assertThat(reports()).singleElement().satisfies(report -> assertThat(report.octets())
                .contains(
                        "Action: delayed", "Will-Retry-Until: ", "The mailbox is full", "You need not send it again")));
        Await.until("it was tried", () -> attempts() == 3);
        queue.close();
        queue = TestQueues.open(folder, house);
        pass(Duration.ofHours(5));
        Await.until("it was tried", () -> attempts() == 4);
        Await.until("it waits alone", () -> queue.list().size() == 1);
        assertThat(reports()).hasSize(1);
        queue.apply(QueueAction.REQUEUE, Selection.of("Q1"));
        Await.until("it was tried", () -> attempts() == 1);
        pass(Duration.ofHours(5));
        Await.untilAsserted(() -> assertThat(reports()).as("of its second life").hasSize(2));
    }

    @Test
    void aDelayIsNotToldToThoseWhoDoNotWantIt() throws Exception {
        house.agent("local", target -> QueueHouse.says(target, 4, 2, 2));
        take("FAILURE", "kate@here.example");
        Await.until("it was tried", () -> attempts() == 1);
        pass(Duration.ofHours(5));
        Await.until("it was tried", () -> attempts() == 2);
        assertThat(queue.list()).hasSize(1);
        assertThat(reports()).isEmpty();
    }

    @Test
    void theWholeMessageGoesBackIfItsSenderWantsThatAndItIsNotTooLarge() throws Exception {
        fail("local");
        take(Map.of("RET", "FULL"), "", QueueHouse.message("hello"), "kate@here.example");
        allIsGone();
        assertThat(reports().get(0).octets())
                .contains("Content-Type: message/rfc822\r\n\r\nSubject: hello\r\n\r\nhello");
        byte[] large = "Subject: x\r\n\r\n0123456789012345\r\n".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        take(Map.of("RET", "FULL"), "", Content.of(large), "kate@here.example");
        allIsGone();
        assertThat(reports()).hasSize(2);
        assertThat(reports().get(1).octets()).hasSizeLessThan(4000).contains("text/rfc822-headers");
        take(Map.of("RET", "FULL"), "SUCCESS", QueueHouse.message("hello"), "tom@elsewhere.example");
        allIsGone();
        assertThat(reports()).hasSize(3);
        assertThat(reports().get(2).octets()).contains("text/rfc822-headers").doesNotContain("\r\nhello");
    }

    @Test
    void aLargeMessageGoesBackWholeAndIntact() throws Exception {
        fail("local");
        byte[] large = ("Subject: x\r\n\r\n" + "h\u00e4llo\r\n".repeat(60_000)).getBytes(StandardCharsets.UTF_8);
        take(Map.of("RET", "FULL"), "", Content.of(large), "kate@here.example");
        allIsGone();
        assertThat(reports()).singleElement().satisfies(report -> {
            assertThat(report.envelope().parameters()).containsEntry("BODY", "8BITMIME");
            assertThat(report.octets().contains(new String(large, StandardCharsets.ISO_8859_1)))
                    .isTrue();
        });
    }

    @Test
    void aReportThatFailsGoesToThePostmasterWhole() throws Exception {
        house.agent("smtp", target -> QueueHouse.says(target, 5, 1, 2));
        take("", "nobody@here.example");
        allIsGone();
        assertThat(house.arrived()).singleElement().satisfies(notice -> {
            assertThat(notice.end()).hasToString("postmaster@here.example");
            assertThat(notice.envelope().reversePath()).isEmpty();
            assertThat(notice.octets())
                    .contains("Undelivered mail that names no sender", "<ron@there.example>", "5.1.2")
                    .contains("Subject: Undelivered mail returned to sender", "nobody@here.example");
        });
    }

    @Test
    void whatThePostmasterCannotGetIsHeld() throws Exception {
        house.agent("smtp", target -> QueueHouse.says(target, 5, 1, 2));
        house.agent("local", target -> QueueHouse.says(target, 5, 2, 1));
        take("", "nobody@here.example");
        Await.untilAsserted(() -> assertThat(queue.list()).singleElement().satisfies(held -> {
            assertThat(held.state()).isEqualTo(QueuedMail.State.HELD);
            assertThat(held.recipients().get(0).address()).hasToString("postmaster@here.example");
        }));
        assertThat(queue.apply(QueueAction.BOUNCE, Selection.all())).isEmpty();
        house.agent("local", QueueHouse::delivered);
        queue.apply(QueueAction.RELEASE, Selection.all());
        allIsGone();
    }

    private int attempts() {
        return queue.find("Q1").map(mail -> mail.recipients().get(0).attempts()).orElse(-1);
    }

    private void pass(Duration time) {
        house.clock().advance(time);
        queue.wake();
    }
}
