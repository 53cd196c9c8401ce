package org.posthouse.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.mail.Status;
import org.posthouse.api.pipeline.Intake.Start;
import org.posthouse.api.pipeline.Via;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.testkit.FakeClient;

class MailIntakeTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aMailIsQueuedUnderItsTransactionsId() throws MailException {
        assertThat(bench.intake.connect(bench.client, Via.MX).code()).isEqualTo(220);
        assertThat(bench.intake.helo(bench.client, Via.MX, "client.example").code())
                .isEqualTo(250);
        String mail = bench.mail();
        assertThat(bench.rcpt(mail, "kate@school.edu")).hasToString("250 2.1.5 OK");
        assertThat(bench.data(mail, Bench.MESSAGE))
                .extracting(Reply::toString)
                .containsExactly("250 2.0.0 queued as " + mail);
        FakeQueue.Queued queued = bench.queue.mails.get(0);
        assertThat(queued.envelope().queueId()).isEqualTo(mail);
        assertThat(queued.envelope().reversePath()).contains(FakeRouter.address("sender@elsewhere.example"));
        assertThat(queued.message())
                .isEqualTo("Received: from client.example (unknown [192.0.2.1])\r\n"
                        + "\tby mx.school.edu (Posthouse) with ESMTP id " + mail + "\r\n"
                        + "\tfor <kate@school.edu>;\r\n\tMon, 5 Jan 2026 08:00:00 +0000\r\n" + Bench.MESSAGE);
        assertThat(bench.trace.lines())
                .containsExactly(
                        "connect org.posthouse.core.pipeline 1.0.0 ok",
                        "accepted org.posthouse.core.pipeline 1.0.0 ok");
    }

    @Test
    void oneRecipientOfManyIsNotNamedInTheTraceField() throws MailException {
        String mail = bench.mail();
        bench.rcpt(mail, "kate@school.edu");
        bench.rcpt(mail, "ron@school.edu");
        bench.data(mail, Bench.MESSAGE);
        assertThat(bench.queue.mails.get(0).message()).doesNotContain("for <");
    }

    @ParameterizedTest
    @CsvSource({
        // recipient, as a stranger, logged in
        "kate@school.edu,              250 2.1.5, 250 2.1.5",
        "KATE@SCHOOL.EDU,              550 5.1.1, 550 5.1.1",
        "nobody@school.edu,            550 5.1.1, 550 5.1.1",
        "lost@school.edu,              550 5.1.1, 550 5.1.1",
        "staff@school.edu,             250 2.1.5, 250 2.1.5",
        "postmaster,                   250 2.1.5, 250 2.1.5",
        "a@elsewhere.example,          550 5.7.1, 250 2.1.5",
        "a%elsewhere.example@school.edu, 550 5.1.1, 550 5.1.1",
        "elsewhere.example!a@school.edu, 550 5.1.1, 550 5.1.1",
        "a@elsewhere.example@school.edu, 550 5.1.1, 550 5.1.1",
        "@school.edu:a@elsewhere.example, 550 5.7.1, 250 2.1.5",
        "a@school.edu@elsewhere.example, 550 5.7.1, 250 2.1.5",
        "a@[127.0.0.1],                550 5.7.1, 250 2.1.5",
        "${run{/bin/sh}}@school.edu,   550 5.1.1, 550 5.1.1",
    })
    void s15StrangersRelayNothing(String recipient, String stranger, String user) throws MailException {
        for (String from : new String[] {"sender@elsewhere.example", "", "kate@school.edu"}) {
            Reply reply = bench.rcpt(bench.begin(from).transaction().orElseThrow(), recipient);
            assertThat(reply.toString()).as("stranger from <%s>", from).startsWith(stranger);
        }
        bench.via = Via.LMTP;
        assertThat(bench.rcpt(bench.mail(), recipient).toString()).as("LMTP").startsWith(stranger);
        for (Via via : new Via[] {Via.SUBMISSION, Via.MX}) {
            bench.via = via;
            bench.submitter = Optional.of(FakeRouter.KATE);
            String mail = bench.begin("kate@school.edu").transaction().orElseThrow();
            assertThat(bench.rcpt(mail, recipient).toString())
                    .as("user by %s", via)
                    .startsWith(user);
        }
    }

    @Test
    void s16AUserSendsUnderHisOwnAddressesOnly() throws MailException {
        bench.via = Via.SUBMISSION;
        bench.submitter = Optional.of(FakeRouter.KATE);
        for (String own : new String[] {"kate@school.edu", "staff@school.edu", ""}) {
            assertThat(bench.begin(own).reply().code()).as(own).isEqualTo(250);
        }
        for (String other : new String[] {"ron@school.edu", "nobody@school.edu", "kate@elsewhere.example"}) {
            assertThat(bench.begin(other).reply().toString()).as(other).startsWith("553 5.7.1");
            assertThat(bench.begin(other).transaction()).isEmpty();
        }
    }

    @Test
    void aForwardedUserKeepsHisAddressesAndGivesThemToNobody() throws MailException {
        bench.router.forwards.put("kate@school.edu", "ron@school.edu");
        bench.via = Via.SUBMISSION;
        bench.submitter = Optional.of(FakeRouter.KATE);
        assertThat(bench.begin("kate@school.edu").reply().code()).isEqualTo(250);
        assertThat(bench.begin("staff@school.edu").reply().code()).isEqualTo(250);
        bench.submitter = Optional.of(FakeRouter.RON);
        assertThat(bench.begin("kate@school.edu").reply().code()).isEqualTo(553);
        assertThat(bench.begin("staff@school.edu").reply().code()).isEqualTo(250);
    }

    @ParameterizedTest
    @CsvSource({
        "ron@school.edu,      250 2.1.5",
        "a@elsewhere.example, 250 2.1.5",
        "gone@school.edu,     550 5.1.1",
    })
    void aForwardIsAsGoodAsWhereItEnds(String target, String reply) throws MailException {
        bench.router.forwards.put("kate@school.edu", target);
        assertThat(bench.rcpt(bench.mail(), "kate@school.edu").toString()).startsWith(reply);
    }

    @ParameterizedTest
    @CsvSource({
        "From: kate@school.edu, 250",
        "From: Ron <kate@school.edu>, 250",
        "From: staff@school.edu, 250",
        "From: ron@school.edu, 553",
        "From : ron@school.edu, 553",
        "fRoM: <ron@school.edu>, 553",
        "From: g: ron@school.edu;, 553",
        "From: kate@school.edu; ron@school.edu, 553",
        "From: ron@school.edu\u0001, 553",
        "From: kate, 250",
        "Sender: ron@school.edu, 553",
        "Resent-From: ron@school.edu, 553",
        "Resent-Sender: ron@school.edu, 553",
    })
    void s16NorAsAnotherAuthor(String field, int code) throws MailException {
        bench.via = Via.SUBMISSION;
        bench.submitter = Optional.of(FakeRouter.KATE);
        String mail = bench.begin("kate@school.edu").transaction().orElseThrow();
        bench.rcpt(mail, "a@elsewhere.example");
        String sent = field.replace("; ron", ", ron");
        assertThat(bench.data(mail, sent + "\r\n\r\nx\r\n").get(0).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "MX, From: a@b.example; From: c@d.example, 550 5.6.0",
        "MX, From:; fRoM : c@d.example, 550 5.6.0",
        "SUBMISSION, From: a@b.example; From: c@d.example, 550 5.6.0",
        "LMTP, From: a@b.example; From: c@d.example, 250",
        "MX, From: a@b.example; Sender: c@d.example, 250",
        "MX, Subject: nobody, 250",
    })
    void s14AMailHasOneFromField(Via via, String fields, String reply) throws MailException {
        bench.via = via;
        String mail = bench.mail();
        bench.rcpt(mail, "kate@school.edu");
        String header = fields.replace("; ", "\r\n") + "\r\n\r\nx\r\n";
        assertThat(bench.data(mail, header).get(0).toString()).startsWith(reply);
    }

    @Test
    void aDirectoryThatIsAwayPutsTheRecipientOff() throws MailException {
        String mail = bench.mail();
        bench.router.away = true;
        assertThat(bench.rcpt(mail, "kate@school.edu").toString()).startsWith("451 4.3.0");
    }

    @Test
    void tooManyRecipientsArePutOff() throws MailException {
        bench.submitter = Optional.of(FakeRouter.KATE);
        String mail = bench.begin("kate@school.edu").transaction().orElseThrow();
        for (int i = 0; i < 1000; i++) {
            assertThat(bench.rcpt(mail, "u" + i + "@elsewhere.example").code()).isEqualTo(250);
        }
        assertThat(bench.rcpt(mail, "kate@school.edu").toString()).startsWith("452 4.5.3");
        assertThat(bench.rcpt(mail, "u5@elsewhere.example").code()).isEqualTo(250);
        assertThat(bench.data(mail, Bench.MESSAGE).get(0).code()).isEqualTo(250);
        assertThat(bench.queue.mails.get(0).envelope().recipients()).hasSize(1000);
    }

    @Test
    void aRecipientGivenTwiceGetsOneMail() throws MailException {
        String mail = bench.mail();
        bench.rcpt(mail, "kate@school.edu");
        assertThat(bench.rcpt(mail, "kate@school.edu").code()).isEqualTo(250);
        assertThat(bench.rcpt(mail, new Address("PostMaster", "")).code()).isEqualTo(550);
        bench.data(mail, Bench.MESSAGE);
        assertThat(bench.queue.mails.get(0).envelope().recipients()).hasSize(1);
    }

    @Test
    void aMailWithoutRecipientsIsRefused() throws MailException {
        assertThat(bench.data(bench.mail(), Bench.MESSAGE).get(0).toString()).startsWith("554 5.5.1");
    }

    @Test
    void byLmtpEachRecipientHasItsReply() throws MailException {
        bench.via = Via.LMTP;
        bench.queue.outcomes.add(new Outcome(
                Recipient.of(FakeRouter.address("ron@school.edu")), Status.MAILBOX_FULL, "full", Optional.empty()));
        String mail = bench.mail();
        bench.rcpt(mail, "kate@school.edu");
        bench.rcpt(mail, "nobody@school.edu");
        bench.rcpt(mail, "ron@school.edu");
        bench.rcpt(mail, "kate@school.edu");
        assertThat(bench.data(mail, Bench.MESSAGE))
                .extracting(Reply::toString)
                .containsExactly("250 2.1.5 delivered as " + mail, "452 4.2.2 full", "250 2.1.5 delivered as " + mail);
    }

    @Test
    void theTraceTellsSettingsApart() throws MailException {
        bench.send(Bench.MESSAGE);
        CurrentSettings settings = new CurrentSettings(Bench.settings());
        String before = settings.hash();
        assertThat(bench.trace.steps().get(bench.trace.steps().size() - 1).config())
                .isEqualTo(before)
                .matches("[0-9a-f]{8}");
        settings.set(Bench.settings(Duration.ofSeconds(21), Duration.ofMillis(20)));
        assertThat(settings.hash()).isNotEqualTo(before);
    }

    @Test
    void whatAProtocolRefusesEndsWithItsReplyInTheTrace() throws MailException {
        String mail = bench.mail();
        bench.rcpt(mail, "kate@school.edu");
        bench.intake.refuse(mail, new Reply(550, new Status(5, 6, 0), "bare CR or LF"));
        TraceStep last = bench.trace.steps().get(bench.trace.steps().size() - 1);
        assertThat(last.stage()).isEqualTo("refused");
        assertThat(last.queueId()).contains(mail);
        assertThat(last.reply()).isEqualTo("550 5.6.0 bare CR or LF");
        assertThat(last.facts()).containsEntry("sender", "sender@elsewhere.example");
        assertThatThrownBy(() -> bench.data(mail, Bench.MESSAGE)).isInstanceOf(MailException.class);
    }

    @Test
    void s17HeaderFloodsAreRefused() throws MailException {
        assertThat(bench.send("X: y\r\n".repeat(1001) + "\r\nx\r\n").toString()).startsWith("554 5.6.0");
        assertThat(bench.send("X: y\r\n".repeat(100_000) + "\r\nx\r\n").toString())
                .startsWith("552 5.3.4");
        assertThat(bench.send("X".repeat(100_000)).toString()).startsWith("552 5.3.4");
        assertThat(bench.queue.mails).isEmpty();
    }

    @Test
    void s23AMailInALoopIsRefused() throws MailException {
        assertThat(bench.send("Received: x\r\n".repeat(99) + "\r\nx\r\n").code())
                .isEqualTo(250);
        assertThat(bench.send("Received: x\r\n".repeat(100) + "\r\nx\r\n").toString())
                .startsWith("554 5.4.6");
    }

    @Test
    void whatIsNotSafeInTheQueueIsNotAcknowledged() throws MailException {
        for (MailException.Kind kind : MailException.Kind.values()) {
            bench.queue.failure = Optional.of(new MailException(kind, Status.SYSTEM_FULL, "the disk is full"));
            assertThat(bench.send(Bench.MESSAGE).toString()).as("%s", kind).isEqualTo("452 4.3.1 the disk is full");
        }
        bench.queue.failure =
                Optional.of(new MailException(MailException.Kind.UNKNOWN, new Status(5, 0, 0), "who knows"));
        assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(451);
    }

    @Test
    void tooManyMailsAtATimeArePutOff() throws MailException {
        for (int i = 0; i < 1000; i++) {
            bench.intake.begin(new Start(
                    new FakeClient(), Via.MX, "SMTP", Optional.empty(), Optional.empty(), Optional.empty(), Map.of()));
        }
        assertThat(bench.begin("").reply().toString()).startsWith("451 4.3.2");
    }

    @Test
    void aTransactionEndsWithItsConnection() throws MailException {
        String mail = bench.mail();
        bench.client.end();
        assertThatThrownBy(() -> bench.rcpt(mail, "kate@school.edu")).isInstanceOf(MailException.class);
    }

    @Test
    void aNewMailEndsTheOneBeforeAndAnAbortedOneIsGone() throws MailException {
        String first = bench.mail();
        String second = bench.mail();
        assertThatThrownBy(() -> bench.rcpt(first, "kate@school.edu")).isInstanceOf(MailException.class);
        bench.intake.abort(second);
        bench.intake.abort(second);
        assertThatThrownBy(() -> bench.data(second, Bench.MESSAGE))
                .isInstanceOfSatisfying(
                        MailException.class, e -> assertThat(e.temporary()).isTrue());
    }

    @Test
    void aStoppingPipelineTakesNothingAnyMore() throws MailException {
        String mail = bench.mail();
        bench.intake.close();
        for (var step : List.<ThrowingCallable>of(
                () -> bench.intake.connect(bench.client, Via.MX),
                bench::mail,
                () -> bench.rcpt(mail, "kate@school.edu"),
                () -> bench.data(mail, Bench.MESSAGE))) {
            assertThatThrownBy(step).isInstanceOfSatisfying(MailException.class, e -> assertThat(
                            Reply.of(e).code())
                    .isEqualTo(451));
        }
        assertThat(bench.client.waitingForEnd()).isLessThanOrEqualTo(1);
    }

    @Test
    void whatTheClientSaysOfItselfCannotPassForOurs() throws MailException {
        String mail = bench.intake
                .begin(new Start(
                        bench.client.name("a.example"),
                        Via.MX,
                        "ESMTP",
                        Optional.of("x) by mx.school.edu; (\r\nX-Evil: 1"),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()))
                .transaction()
                .orElseThrow();
        bench.rcpt(mail, "kate@school.edu");
        bench.data(mail, " folded\r\nSubject: x\r\n\r\n");
        assertThat(bench.queue.mails.get(0).message())
                .startsWith("Received: from x??by?mx.school.edu?????X-Evil:?1 (a.example [192.0.2.1])\r\n")
                .endsWith("+0000\r\n\r\n folded\r\nSubject: x\r\n\r\n");
        assertThat(bench.queue.mails.get(0).notBefore()).isBefore(Instant.MAX);
    }
}
