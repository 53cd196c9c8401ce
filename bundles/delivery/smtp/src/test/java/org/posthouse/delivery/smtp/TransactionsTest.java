package org.posthouse.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.route.Route;
import org.posthouse.delivery.smtp.talk.Times;
import org.posthouse.spi.delivery.Delivery.Target;
import org.posthouse.tck.delivery.DeliveryAgentContract.Given;

/** What is said to a host, and what becomes of each recipient. */
class TransactionsTest {
    private static final String TEXT = "Subject: x\r\n\r\nx\r\n";

    private FakeHost host;
    private FakeHost backup;
    private Scene scene;

    @BeforeEach
    void start() throws Exception {
        host = new FakeHost("127.0.0.11");
        backup = new FakeHost("127.0.0.12", host.port());
        scene = new Scene(host.port());
        scene.dns
                .mx("school.edu", 10, "mx.school.edu")
                .mx("school.edu", 20, "mx2.school.edu")
                .host("mx.school.edu", "127.0.0.11")
                .host("mx2.school.edu", "127.0.0.12");
    }

    @AfterEach
    void stop() throws IOException {
        scene.close();
        host.close();
        backup.close();
    }

    private List<Outcome> send(String text, String... recipients) throws Exception {
        return scene.send(text, recipients);
    }

    private static List<String> statuses(List<Outcome> outcomes) {
        return outcomes.stream().map(outcome -> outcome.status().toString()).toList();
    }

    @Test
    void allRecipientsGoTogetherAndInOneGo() throws Exception {
        assertThat(statuses(send(TEXT, "kate@school.edu", "tom@school.edu"))).containsExactly("2.0.0", "2.0.0");
        assertThat(host.lines())
                .containsExactly(
                        "EHLO posthouse.example",
                        "MAIL FROM:<ron@example.com> SIZE=17",
                        "RCPT TO:<kate@school.edu>",
                        "RCPT TO:<tom@school.edu>",
                        "DATA");
        assertThat(host.mails()).singleElement().satisfies(mail -> assertThat(mail.text())
                .isEqualTo(TEXT));
    }

    private static Target sentOn(String from, String to) {
        return new Target(Recipient.of(Scene.address(from)), new Route.Remote(Scene.address(to)), "Q1-" + to);
    }

    @Test
    void whatIsSentOnIsKnownWhenItComesBack() throws Exception {
        List<Target> targets = List.of(
                sentOn("kate@here.example", "kate@school.edu"),
                sentOn("tom@school.edu", "tom@school.edu"),
                sentOn("kate@here.example", "kate2@school.edu"));
        List<Outcome> outcomes =
                scene.agent().deliver(Scene.delivery(Scene.envelope().build(), TEXT, targets));
        assertThat(statuses(outcomes)).containsExactly("2.0.0", "2.0.0", "2.0.0");
        assertThat(host.mails()).hasSize(2);
        FakeHost.Mail marked = host.mails().get(0);
        assertThat(marked.to()).containsExactly("<kate@school.edu>", "<kate2@school.edu>");
        assertThat(marked.text()).isEqualTo("Delivered-To: kate@here.example\r\n" + TEXT);
        assertThat(host.mails().get(1).text()).isEqualTo(TEXT);
        List<Outcome> back = scene.agent()
                .deliver(Scene.delivery(
                        Scene.envelope().build(),
                        "Received: back\r\nDelivered-To: Kate@Here.example\r\n" + TEXT,
                        targets));
        assertThat(statuses(back)).containsExactly("5.4.6", "2.0.0", "5.4.6");
        assertThat(host.mails()).hasSize(3);
    }

    @Test
    void aHostThatKnowsNothingIsSpokenToAsLongAgo() throws Exception {
        host.says("EHLO", "502 5.5.1 what?");
        assertThat(statuses(send(TEXT, "kate@school.edu", "tom@school.edu"))).containsExactly("2.0.0", "2.0.0");
        assertThat(host.lines())
                .containsExactly(
                        "EHLO posthouse.example",
                        "HELO posthouse.example",
                        "MAIL FROM:<ron@example.com>",
                        "RCPT TO:<kate@school.edu>",
                        "RCPT TO:<tom@school.edu>",
                        "DATA");
    }

    @Test
    void eachRecipientHasItsOwnOutcome() throws Exception {
        for (boolean pipelining : new boolean[] {true, false}) {
            host.offers(pipelining ? new String[] {"PIPELINING"} : new String[] {"HELP"});
            host.says(line -> line.contains("<a@") ? "550 5.1.1 no a here" : line.contains("<b@") ? "451 later" : "");
            List<Outcome> outcomes = send(TEXT, "a@school.edu", "b@school.edu", "c@school.edu");
            assertThat(statuses(outcomes)).containsExactly("5.1.1", "4.0.0", "2.0.0");
            assertThat(outcomes.get(0).reply()).isEqualTo("mx.school.edu [127.0.0.11]: 550 5.1.1 no a here");
        }
        assertThat(host.mails()).hasSize(2).allSatisfy(mail -> assertThat(mail.to())
                .containsExactly("<c@school.edu>"));
    }

    @Test
    void aMessageForNobodyIsNotSent() throws Exception {
        host.says(line -> line.startsWith("RCPT") ? "550 5.1.1 nobody" : line.equals("DATA") ? "354 well then" : "");
        assertThat(statuses(send(TEXT, "kate@school.edu"))).containsExactly("5.1.1");
        assertThat(host.mails()).singleElement().satisfies(mail -> {
            assertThat(mail.to()).isEmpty();
            assertThat(mail.wire()).isEmpty();
        });
    }

    @Test
    void aSenderWhoIsRefusedIsRefusedForAll() throws Exception {
        host.says("MAIL", "550 5.7.1 not you");
        assertThat(statuses(send(TEXT, "kate@school.edu", "tom@school.edu"))).containsExactly("5.7.1", "5.7.1");
        assertThat(backup.connections()).isZero();
    }

    @Test
    void aHostThatIsBusyLeavesItToTheNext() throws Exception {
        for (String where : List.of("220", "EHLO", "MAIL", "DATA")) {
            host.says(where, "451 4.3.2 busy");
            assertThat(send(TEXT, "kate@school.edu").get(0).reply()).as(where).startsWith("mx2.school.edu");
        }
        assertThat(backup.mails()).hasSize(4);
    }

    @Test
    void aHostThatBreaksOffLeavesItToTheNext() throws Exception {
        for (String where : List.of("220", "EHLO", "MAIL", "RCPT", "DATA")) {
            host.says(where, FakeHost.CLOSE);
            assertThat(send(TEXT, "kate@school.edu").get(0).reply()).as(where).startsWith("mx2.school.edu");
        }
    }

    @Test
    void whatWasSaidBeforeItBrokeOffStands() throws Exception {
        host.offers("HELP");
        host.says(line -> line.contains("<a@") ? "550 5.1.1 no" : line.contains("<b@") ? FakeHost.CLOSE : "");
        assertThat(statuses(send(TEXT, "a@school.edu", "b@school.edu"))).containsExactly("5.1.1", "2.0.0");
        assertThat(backup.mails()).singleElement().satisfies(mail -> assertThat(mail.to())
                .containsExactly("<b@school.edu>"));
    }

    @Test
    void aMailThatMayHaveArrivedIsTriedAgainLaterAndNotElsewhere() throws Exception {
        host.says(".", FakeHost.CLOSE);
        assertThat(statuses(send(TEXT, "kate@school.edu"))).containsExactly("4.4.2");
        assertThat(backup.connections()).isZero();
    }

    @Test
    void aRefusedMessageIsRefused() throws Exception {
        host.says(".", "554 5.6.0 I do not like it");
        assertThat(statuses(send(TEXT, "kate@school.edu"))).containsExactly("5.6.0");
        host.says(".", "452 4.3.1 full");
        assertThat(statuses(send(TEXT, "kate@school.edu"))).containsExactly("4.3.1");
    }

    @Test
    void manyRecipientsGoInSeveralTransactionsOfOneSession() throws Exception {
        scene.recipients = 2;
        assertThat(statuses(send(TEXT, "a@school.edu", "b@school.edu", "c@school.edu")))
                .containsOnly("2.0.0");
        assertThat(host.mails()).extracting(mail -> mail.to().size()).containsExactly(2, 1);
        assertThat(host.connections()).isEqualTo(1);
    }

    @Test
    void whoHasTheMailIsNotGivenItAgainWhenItCannotBeReadForTheOthers() throws Exception {
        scene.recipients = 1;
        Content message = new Content.Octets(TEXT.getBytes(StandardCharsets.US_ASCII));
        List<Target> targets = List.of(
                Scene.target(Recipient.of(Scene.address("a@school.edu"))),
                Scene.target(Recipient.of(Scene.address("b@school.edu"))));
        // Once to look at it, once for the first recipient.
        Given delivery = new Given(
                Scene.envelope().build(), targets, new WearsOut(message, 2), Scene.NOW, Scene.NOW.plus(Scene.LONG));
        assertThat(statuses(scene.agent().deliver(delivery))).containsExactly("2.0.0", "4.3.0");
        assertThat(host.mails()).hasSize(1);
    }

    @Test
    void whoTakesFewRecipientsIsGivenTheRestAfterwards() throws Exception {
        int[] taken = new int[1];
        host.says(line -> {
            taken[0] = line.startsWith("MAIL") ? 0 : taken[0] + (line.startsWith("RCPT") ? 1 : 0);
            return line.startsWith("RCPT") && taken[0] > 2 ? "452 4.5.3 too many recipients" : "";
        });
        assertThat(statuses(send(TEXT, "a@school.edu", "b@school.edu", "c@school.edu", "d@school.edu", "e@school.edu")))
                .containsOnly("2.0.0");
        assertThat(host.mails()).extracting(mail -> mail.to().size()).containsExactly(2, 2, 1);
    }

    @Test
    void whatIsTooLargeIsNotEvenTried() throws Exception {
        host.offers("SIZE 16");
        assertThat(statuses(send(TEXT, "kate@school.edu"))).containsExactly("5.3.4");
        assertThat(host.lines()).noneMatch(line -> line.startsWith("MAIL"));
    }

    @Test
    void eightBitsGoOnlyWhereTheyAreTaken() throws Exception {
        send("\u00e4\r\n", "kate@school.edu");
        assertThat(host.lines()).contains("MAIL FROM:<ron@example.com> SIZE=3 BODY=8BITMIME");
        host.offers("HELP");
        scene.close();
        try (Scene other = scene(host)) {
            assertThat(Scene.status(other.send("\u00e4\r\n", "kate@school.edu")))
                    .isEqualTo("5.6.3");
        }
    }

    private static Scene scene(FakeHost host) throws Exception {
        Scene scene = new Scene(host.port());
        scene.dns.mx("school.edu", 10, "mx.school.edu").host("mx.school.edu", "127.0.0.11");
        return scene;
    }

    @Test
    void parametersForReportsGoOnWhereTheyAreUnderstood() throws Exception {
        Envelope envelope = Scene.envelope()
                .parameter("RET", "HDRS")
                .parameter("ENVID", "QQ+2B")
                .parameter("BODY", "7BIT")
                .build();
        Recipient kate = new Recipient(
                Scene.address("kate@school.edu"), Map.of("NOTIFY", "SUCCESS,DELAY", "ORCPT", "rfc822;k@x.example"));
        Recipient tom = Recipient.of(Scene.address("tom@alias.example"));
        Target moved = new Target(tom, new Route.Remote(Scene.address("t@school.edu")), "Q1-2");
        assertThat(scene.agent().deliver(Scene.delivery(envelope, TEXT, List.of(Scene.target(kate), moved))))
                .as("who is told nothing tells nothing")
                .noneMatch(Outcome::notifies);
        assertThat(host.lines()).contains("RCPT TO:<kate@school.edu>", "RCPT TO:<t@school.edu>");
        host.offers("DSN");
        host.says("MAIL", FakeHost.CLOSE);
        scene.agent().deliver(Scene.delivery(envelope, TEXT, List.of(Scene.target(kate))));
        host.says("none", "");
        assertThat(scene.agent().deliver(Scene.delivery(envelope, TEXT, List.of(Scene.target(kate), moved))))
                .allMatch(Outcome::notifies);
        assertThat(host.lines())
                .contains(
                        "MAIL FROM:<ron@example.com> RET=HDRS ENVID=QQ+2B",
                        "RCPT TO:<kate@school.edu> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;k@x.example",
                        "RCPT TO:<t@school.edu> ORCPT=rfc822;tom@alias.example");
    }

    @Test
    void s02WhatIsHiddenInAMessageStaysInIt() throws Exception {
        for (String end : List.of("\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r", "\r\n\u0000.\r\n", "\r\n.\r\n")) {
            String hidden = "MAIL FROM:<evil@example.com>\r\nRCPT TO:<kate@school.edu>\r\nDATA\r\nevil\r\n.\r\n";
            assertThat(statuses(send("a" + end + hidden, "kate@school.edu"))).containsExactly("2.0.0");
        }
        assertThat(host.lines()).doesNotContain("MAIL FROM:<evil@example.com>");
        assertThat(host.mails()).hasSize(7).allSatisfy(mail -> assertThat(
                        mail.wire().replace("\r\n", ""))
                .contains("evil")
                .doesNotContain("\r", "\n"));
    }

    @Test
    void s12NoParameterEndsTheLine() throws Exception {
        host.offers("DSN");
        Envelope envelope = Scene.envelope()
                .parameter("ENVID", "x\r\nRCPT TO:<evil@school.edu>")
                .build();
        Recipient kate = new Recipient(Scene.address("kate@school.edu"), Map.of("ORCPT", "rfc822;a b", "NOTIFY", ""));
        scene.agent().deliver(Scene.delivery(envelope, TEXT, List.of(Scene.target(kate))));
        assertThat(host.lines()).contains("MAIL FROM:<ron@example.com>", "RCPT TO:<kate@school.edu>");
        assertThat(host.mails()).singleElement().satisfies(mail -> assertThat(mail.to())
                .hasSize(1));
    }

    @Test
    void oddLocalPartsAreQuotedAndDomainsOfTheWorldEncoded() throws Exception {
        scene.dns.mx("xn--bcher-kva.example", 10, "mx.school.edu");
        send(TEXT, "a b@b\u00fccher.example");
        assertThat(host.lines()).contains("RCPT TO:<\"a b\"@xn--bcher-kva.example>");
    }

    @Test
    void lettersOfTheWorldNeedAHostThatKnowsThem() throws Exception {
        assertThat(statuses(send(TEXT, "k\u00e4te@school.edu"))).containsExactly("5.6.7");
    }

    @Test
    void aConnectionCarriesTheNextMail() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(statuses(send(TEXT, "kate@school.edu"))).containsExactly("2.0.0");
        }
        assertThat(host.connections()).isEqualTo(1);
        assertThat(host.mails()).hasSize(3);
    }

    @Test
    void aConnectionThatHasGoneWhileItWaitedCostsNothing() throws Exception {
        host.says(line -> line.startsWith("MAIL") && !host.mails().isEmpty() && host.connections() == 1
                ? "421 4.4.2 you were silent"
                : "");
        for (int i = 0; i < 2; i++) {
            assertThat(send(TEXT, "kate@school.edu").get(0).reply()).startsWith("mx.school.edu");
        }
        assertThat(host.connections()).isEqualTo(2);
        assertThat(backup.connections()).isZero();
    }

    @Test
    void aHostThatHangsIsLeftInTime() throws Exception {
        scene.times = new Times(Scene.LONG, Scene.SHORT, Scene.SHORT, Scene.SHORT, Scene.SHORT, Scene.SHORT);
        for (String where : List.of("220", "EHLO", "MAIL", "RCPT")) {
            host.says(where, FakeHost.HANG);
            assertThat(send(TEXT, "kate@school.edu").get(0).reply()).as(where).startsWith("mx2.school.edu");
        }
        host.says(".", FakeHost.HANG);
        assertThat(statuses(send(TEXT, "kate@school.edu"))).containsExactly("4.4.2");
    }

    @Test
    void aHostThatTalksWithoutEndIsLeft() throws Exception {
        for (String talk :
                List.of("250-x\r\n".repeat(1_000), "250 " + "x".repeat(100_000), "hello", "250-a\r\n550 b")) {
            host.says("EHLO", talk);
            assertThat(send(TEXT, "kate@school.edu").get(0).reply()).startsWith("mx2.school.edu");
        }
    }

    @Test
    void nothingOfAReplyBreaksALine() throws Exception {
        host.says("RCPT", "550-5.1.1 first\u0007\u001b[31m\r\n550 5.1.1 second\u00e4");
        assertThat(send(TEXT, "kate@school.edu").get(0).reply())
                .isEqualTo("mx.school.edu [127.0.0.11]: 550 5.1.1 first??[31m second?");
    }

    @Test
    void whoHasEnoughConnectionsIsLeftAlone() throws Exception {
        scene.perHost = 0;
        assertThat(send(TEXT, "kate@school.edu")).singleElement().satisfies(outcome -> {
            assertThat(outcome.status()).hasToString("4.4.5");
            assertThat(outcome.retryAt()).contains(Scene.NOW.plusSeconds(30));
        });
    }

    @Test
    void afterTheEndNobodyIsSpokenTo() throws Exception {
        send(TEXT, "kate@school.edu");
        scene.close();
        assertThat(send(TEXT, "kate@school.edu").get(0).status().temporary()).isTrue();
        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .doesNotContain("posthouse-smtp-watch"));
    }
}
