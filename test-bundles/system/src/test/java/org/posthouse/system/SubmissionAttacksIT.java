package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on logins, by users, and by way of us on others: what goes out is as clean as what comes in. */
final class SubmissionAttacksIT extends Attacks {
    private static final int SUBMISSION = 587;
    private static final int LOGINS = 15;
    /** So much slower or faster would be seen from afar; noise of a busy machine is less. */
    private static final int GROSS = 8;

    private static RawSink sink;

    @BeforeAll
    static void listen() throws Exception {
        sink = new RawSink();
        ok("route", "set", "sink.example", "127.0.0.1:" + sink.port(), "--tls", "none");
    }

    @AfterAll
    static void hush() throws Exception {
        sink.close();
    }

    private static void ok(String... words) throws Exception {
        Run run = siege.server().posthouse(words);
        assertThat(run.status()).as(run.err()).isZero();
    }

    private static Smtp hello() throws IOException {
        Smtp smtp = siege.attacker(SUBMISSION);
        smtp.expect("250", "EHLO attacker.example");
        return smtp;
    }

    @ParameterizedTest
    @MethodSource("falseEnds")
    void s02WhatIsSmuggledInGoesNowhere(String end) throws Exception {
        int before = sink.messages().size();
        try (Smtp smtp = siege.inside(SUBMISSION)) {
            smtp.expect("250", "MAIL FROM:<" + KATE + ">");
            smtp.expect("250", "RCPT TO:<a@sink.example>");
            smtp.expect("354", "DATA");
            smtp.send("Subject: one\r\n\r\nx" + end
                    + "MAIL FROM:<evil@example.net>\r\nRCPT TO:<b@sink.example>\r\nDATA\r\n\r\ny\r\n.\r\n");
            assertThat(smtp.reply()).startsWith("550 5.6.0");
        }
        SwapUnderLoadIT.awaitEmptyQueue(siege.server());
        assertThat(sink.messages()).hasSize(before);
    }

    @Test
    void s02DotsAreStuffedAndLinesEndWithCrLfOnTheWayOut() throws Exception {
        int before = sink.messages().size();
        String body = "x\r\n.\r\n..\r\n.MAIL FROM:<evil@example.net>\r\n.\r\n.\r\nend.\r\n";
        try (Smtp smtp = siege.inside(SUBMISSION)) {
            assertThat(smtp.mail(KATE, "a@sink.example", "Subject: dots\r\n\r\n" + body))
                    .startsWith("250");
        }
        await().until(() -> sink.messages().size() > before);
        assertThat(sink.messages()).hasSize(before + 1);
        String wire = sink.messages().get(before) + "\r\n";
        assertThat(wire).endsWith("\r\n\r\n" + body.replace("\r\n.", "\r\n.."));
        assertThat(wire.replace("\r\n", "")).doesNotContain("\r", "\n");
        assertThat(sink.commands()).noneMatch(line -> line.contains("evil"));
    }

    @Test
    void s05WhoLoggedInInClearIsAStrangerOnceTlsIsOn() throws Exception {
        try (Smtp smtp = siege.inside(SUBMISSION)) {
            smtp.expect("250", "MAIL FROM:<" + KATE + ">");
            smtp.expect("220", "STARTTLS");
            smtp.secure();
            assertThat(smtp.ask("RCPT TO:<a@sink.example>")).startsWith("503");
            smtp.expect("250", "EHLO attacker.example");
            assertThat(smtp.ask("MAIL FROM:<" + KATE + ">")).startsWith("530");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AUTH EXTERNAL =|504",
                "AUTH EXTERNAL \u00ff\u00fe|501",
                "AUTH ../../x|501",
                "AUTH PLAIN =|501",
                "AUTH PLAIN ====|501",
                "AUTH PLAIN AAAA|501",
                "AUTH PLAIN !!!!|501",
                "AUTH PLAIN a2F0ZQBrYXRlAHBvc3Rob3VzZQ|501",
                "AUTH LOGIN =|501",
                "AUTH PLAIN AG5vYm9keQB4|535",
            })
    void s09ABadLoginGetsAProperReply(String line, String code) throws Exception {
        try (Smtp smtp = hello()) {
            assertThat(smtp.ask(line)).startsWith(code).doesNotContain("Exception");
            assertThat(smtp.ask("MAIL FROM:<" + KATE + ">")).startsWith("530");
        }
    }

    @Test
    void s09ALoginMayBeGivenUpCutShortOrOverlong() throws Exception {
        try (Smtp smtp = hello()) {
            smtp.expect("334", "AUTH LOGIN");
            assertThat(smtp.ask("*")).startsWith("501");
            smtp.expect("334", "AUTH PLAIN");
            assertThat(smtp.ask("RSET")).startsWith("501");
            smtp.send("AUTH LOGIN\r\nRSET\r\nSTARTTLS\r\nNOOP\r\n");
            assertThat(smtp.reply()).startsWith("334");
            assertThat(smtp.reply()).startsWith("501");
            // What was pipelined behind it is gone.
            assertThat(smtp.reply()).startsWith("220");
            smtp.secure();
            assertThat(smtp.ask("RCPT TO:<a@sink.example>")).startsWith("503");
        }
        try (Smtp smtp = hello()) {
            smtp.expect("334", "AUTH PLAIN");
            smtp.send("A".repeat(1 << 20) + "\r\n");
            assertThat(smtp.reply()).startsWith("500");
            assertThat(smtp.closed()).isTrue();
        }
    }

    /** RFC 4616 §2: whose mail it is to be is not for him to say. */
    @Test
    void s09NobodyActsAsSomebodyElse() throws Exception {
        try (Smtp smtp = hello()) {
            assertThat(smtp.ask("AUTH PLAIN " + Siege.base64("ron@example.com\0" + KATE + "\0posthouse")))
                    .startsWith("535");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AUTH=x+0Ay",
                "AUTH=+0D+0A",
                "ENVID=x+0Ay",
                "RET=FULL,HDRS",
                "SIZE=-1",
                "SIZE=1e3",
                "BODY=BINARYMIME",
                "SMTPUTF8=x"
            })
    void s12NoParameterOfASubmissionHidesALineEnd(String parameter) throws Exception {
        try (Smtp smtp = siege.inside(SUBMISSION)) {
            assertThat(smtp.ask("MAIL FROM:<" + KATE + "> " + parameter)).matches("5\\d\\d .*");
        }
    }

    @Test
    void s12WhatIsTakenOfParametersIsOneLineForOthersToo() throws Exception {
        try (Smtp smtp = siege.inside(SUBMISSION)) {
            smtp.expect("250", "MAIL FROM:<" + KATE + "> ENVID=a+2Bb+20c AUTH=" + KATE.replace("@", "+40"));
            smtp.expect("250", "RCPT TO:<\"a b\\\"c\"@sink.example> ORCPT=rfc822;a+20b NOTIFY=NEVER");
            smtp.expect("354", "DATA");
            smtp.expect("250", "Subject: parameters\r\n\r\nx\r\n.");
        }
        await().until(() -> sink.commands().contains("RCPT TO:<\"a b\\\"c\"@sink.example>"));
        assertThat(sink.commands()).allMatch(line -> line.matches("[ -~]*"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ron@example.com",
                "postmaster@school.edu",
                "nobody@school.edu",
                "kate@elsewhere.example",
                "\"kate@school.edu\"@example.net"
            })
    void s16NobodySendsUnderTheAddressOfAnother(String sender) throws Exception {
        try (Smtp smtp = siege.inside(SUBMISSION)) {
            assertThat(smtp.ask("MAIL FROM:<" + sender + ">")).startsWith("553 5.7.1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "From: ron@example.com|553",
                "From: Kate <ron@example.com>|553",
                "From: kate@school.edu, ron@example.com|553",
                "From: team: ron@example.com;|553",
                "From : ron@example.com|553",
                "From: <@school.edu:ron@example.com>|553",
                "From: (kate@school.edu) ron@example.com|553",
                "From: ron@example.com (kate@school.edu)|553",
                "From: <ron@example.com\u0001>|553",
                "From: kate@school.edu\\nSender: ron@example.com|553",
                "From: kate@school.edu\\nResent-From: ron@example.com|553",
                "From: kate@school.edu\\nResent-Sender: ron@example.com|553",
                "From: kate@school.edu\\nFrom: ron@example.com|550",
                "From: \"ron@example.com\" <kate@school.edu>|250",
                "From: kate+private@school.edu|250",
            })
    void s16NorWritesItIntoTheMessage(String fields, String code) throws Exception {
        try (Smtp smtp = siege.inside(SUBMISSION)) {
            assertThat(smtp.mail(KATE, KATE, fields.replace("\\n", "\r\n") + "\r\nSubject: spoof\r\n\r\nx\r\n"))
                    .startsWith(code);
        }
    }

    @Test
    void s19WhoIsThereIsNotToldByLogins() throws Exception {
        long[] known = new long[LOGINS];
        long[] unknown = new long[LOGINS];
        for (int i = 0; i < LOGINS; i++) {
            known[i] = refused(KATE, "wrong" + i);
            unknown[i] = refused("nobody" + i + "@school.edu", "wrong" + i);
        }
        System.out.println("refused: known " + median(known) + " us, unknown " + median(unknown) + " us");
        assertThat(median(unknown)).isBetween(median(known) / GROSS, median(known) * GROSS);
    }

    private static long median(long[] micros) {
        long[] sorted = micros.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Microseconds up to the same words for all; from a new address each time, so that nobody has to wait for what he did before. */
    private static long refused(String user, String password) throws IOException {
        siege.next();
        try (Smtp smtp = hello()) {
            long begin = System.nanoTime();
            assertThat(smtp.ask("AUTH PLAIN " + Siege.base64("\0" + user + "\0" + password)))
                    .isEqualTo("535 5.7.8 Wrong name or password");
            return (System.nanoTime() - begin) / 1000;
        }
    }

    @Test
    void s24AReportHasTheHeaderAloneOfAMailThatIsLarge() throws Exception {
        int before = siege.messages(KATE);
        String large = ("z".repeat(70) + "\r\n").repeat(160_000);
        try (Smtp smtp = siege.inside(SUBMISSION)) {
            smtp.expect("250", "MAIL FROM:<" + KATE + "> RET=FULL");
            smtp.expect("250", "RCPT TO:<nobody@sink.example>");
            smtp.expect("354", "DATA");
            smtp.expect("250", "From: " + KATE + "\r\nSubject: bomb\r\n\r\n" + large + ".");
        }
        await().until(() -> siege.messages(KATE) > before);
        String report = siege.last(KATE, "Subject: bomb");
        assertThat(report).contains("Return-Path: <>", "Final-Recipient: rfc822; nobody@sink.example", "Subject: bomb");
        assertThat(report.length()).isLessThan(64 * 1024);
    }

    /** RFC 5321 §6.1: never an answer to what has no sender. */
    @Test
    void s24AReportThatCannotBeDeliveredIsNotReported() throws Exception {
        int before = siege.messages(KATE);
        List<String> sent = List.copyOf(sink.messages());
        try (Smtp smtp = siege.inside(SUBMISSION)) {
            smtp.expect("250", "MAIL FROM:<>");
            smtp.expect("250", "RCPT TO:<nobody@sink.example>");
            smtp.expect("354", "DATA");
            smtp.expect("250", "From: " + KATE + "\r\nSubject: report\r\n\r\nx\r\n.");
        }
        assertThat(siege.messages(KATE)).isEqualTo(before);
        assertThat(sink.messages()).isEqualTo(sent);
    }
}
