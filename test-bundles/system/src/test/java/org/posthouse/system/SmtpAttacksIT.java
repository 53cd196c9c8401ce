package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by SMTP from strangers, and the same by LMTP. */
final class SmtpAttacksIT extends Attacks {
    private static final int MX = 25;
    private static final int LMTP = 24;

    private static void rcpt(Smtp smtp) throws IOException {
        smtp.expect("250", "MAIL FROM:<evil@example.net>");
        smtp.expect("250", "RCPT TO:<" + KATE + ">");
    }

    /** The reply to a message that is sent as it is, with its end. */
    private static String message(Smtp smtp, String octets) throws IOException {
        rcpt(smtp);
        smtp.expect("354", "DATA");
        smtp.send(octets);
        return smtp.reply();
    }

    @ParameterizedTest
    @ValueSource(ints = {LMTP, 587})
    void s01NeverTwoMessagesOutOfOneByOtherDoors(int door) throws Exception {
        int before = siege.messages(KATE);
        for (String end : falseEnds()) {
            try (Smtp smtp = siege.inside(door)) {
                String from = door == 587 ? KATE : "evil@example.net";
                smtp.expect("250", "MAIL FROM:<" + from + ">");
                smtp.expect("250", "RCPT TO:<" + KATE + ">");
                smtp.expect("354", "DATA");
                smtp.send("From: " + from + "\r\nSubject: one\r\n\r\nbody" + end + "MAIL FROM:<" + from
                        + ">\r\nRCPT TO:<" + KATE + ">\r\nDATA\r\nSubject: two\r\n\r\nbody\r\n.\r\n");
                assertThat(smtp.reply())
                        .as("%s", (Object) end.getBytes(StandardCharsets.US_ASCII))
                        .startsWith("550 5.6.0");
                smtp.expect("250", "NOOP");
            }
        }
        assertThat(siege.messages(KATE)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {MX, 587})
    void s04WhatComesInClearBehindStarttlsIsNeverHeard(int door) throws Exception {
        String hello = "EHLO attacker.example";
        try (Smtp smtp = siege.attacker(door)) {
            smtp.expect("250", hello);
            smtp.send("STARTTLS\r\n" + hello + "\r\nMAIL FROM:<evil@example.net>\r\n");
            assertThat(smtp.reply()).startsWith("220");
            smtp.secure();
            // Had the hello been heard, this would be answered otherwise, and its own answer would come first.
            assertThat(smtp.ask("RCPT TO:<" + KATE + ">")).startsWith("503");
            assertThat(smtp.ask("MAIL FROM:<evil@example.net>")).startsWith("503");
            smtp.expect("250", hello);
        }
    }

    @Test
    void s05NothingSaidInClearCountsOnceTlsIsOn() throws Exception {
        try (Smtp smtp = siege.inside(MX)) {
            rcpt(smtp);
            smtp.expect("220", "STARTTLS");
            smtp.secure();
            assertThat(smtp.ask("DATA")).startsWith("503");
            assertThat(smtp.ask("MAIL FROM:<evil@example.net>")).startsWith("503");
            smtp.expect("250", "EHLO attacker.example");
            assertThat(smtp.ask("STARTTLS")).startsWith("503");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${run{/bin/sh -c id}}",
                "|/bin/sh -c id",
                "`id`",
                "$(id)",
                "%s%n%x",
                "${jndi:ldap://127.0.0.1:PORT/x}",
                "../../etc/passwd",
                ";id;",
                "-oX/tmp/x"
            })
    void s07WhatLooksLikeACommandIsAnAddress(String words) throws Exception {
        try (ServerSocket bait = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String local = "\"" + words.replace("PORT", Integer.toString(bait.getLocalPort())) + "\"";
            try (Smtp smtp = siege.attacker(MX)) {
                smtp.expect("250", "EHLO " + words.replace(" ", "").replace("PORT", "1"));
                smtp.expect("250", "MAIL FROM:<" + local + "@example.net>");
                assertThat(smtp.ask("RCPT TO:<" + local + "@school.edu>")).startsWith("550 5.1.1");
                smtp.expect("250", "RCPT TO:<" + KATE + ">");
                smtp.expect("354", "DATA");
                smtp.expect("250", "Subject: " + local + "\r\nX-Local: " + local + "\r\n\r\n" + local + "\r\n.");
            }
            String mail = siege.last(KATE, "X-Local: " + local);
            assertThat(mail.lines().filter(line -> line.contains(local)).count())
                    .isGreaterThanOrEqualTo(3);
            // Only where it need not be quoted it may come without quotes.
            assertThat(mail).containsIgnoringCase("Return-Path: <").contains(local.replace("\"", ""));
            assertThat(mail + siege.log()).doesNotContain("uid=");
            bait.setSoTimeout(1);
            assertThat(catchThrowable(bait::accept)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void s11ChunksOfAnySizeAreRefused() throws Exception {
        try (Smtp smtp = siege.inside(MX)) {
            assertThat(smtp.ask("BDAT 10 LAST")).startsWith("503");
            rcpt(smtp);
            for (String size :
                    List.of("-1", "9223372036854775808", "1e99", "99999999999999999999", "0x10", "1 LAST LAST", "")) {
                assertThat(smtp.ask("BDAT " + size)).as(size).startsWith("501");
            }
            for (String size : List.of("0 LAST", "2147483648 LAST", "9223372036854775807")) {
                assertThat(smtp.ask("BDAT " + size)).as(size).startsWith("503");
            }
            assertThat(smtp.ask("NOOP")).startsWith("250");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MAIL FROM:<a@b.example> AUTH=x+0Ay",
                "MAIL FROM:<a@b.example> ENVID=x+0D+0ASubject:+20y",
                "MAIL FROM:<a@b.example> RET=FULL+0A",
                "MAIL FROM:<a@b.example\r> SIZE=1",
                "MAIL FROM:<\"a\u0000\"@b.example>",
                "MAIL FROM:<\"a\\\r\"@b.example>"
            })
    void s12NoParameterOfMailHidesALineEnd(String line) throws Exception {
        try (Smtp smtp = siege.inside(MX)) {
            assertThat(smtp.ask(line)).matches("5\\d\\d .*");
            assertThat(smtp.ask("RCPT TO:<" + KATE + ">")).startsWith("503");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ORCPT=rfc822;x+0D+0ABcc:+20y",
                "ORCPT=rfc822;+00",
                "NOTIFY=NEVER+0A",
                "ORCPT=rfc+0A822;x",
                "X=y+0Az"
            })
    void s12NoParameterOfRcptHidesALineEnd(String parameter) throws Exception {
        try (Smtp smtp = siege.inside(MX)) {
            smtp.expect("250", "MAIL FROM:<a@b.example>");
            assertThat(smtp.ask("RCPT TO:<" + KATE + "> " + parameter)).matches("5\\d\\d .*");
            assertThat(smtp.ask("DATA")).startsWith("554");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: a@b.example\r\nFrom: c@d.example",
                "From:\r\nFrom: c@d.example",
                "From : a@b.example\r\nfrom: c@d.example",
                "From: a@b.example\r\nFROM\t: c@d.example",
                "From: a@b\u0000.example"
            })
    void s14AMessageWithTwoAuthorsOrANulIsRefused(String fields) throws Exception {
        try (Smtp smtp = siege.inside(MX)) {
            assertThat(message(smtp, fields + "\r\nSubject: two\r\n\r\nx\r\n.\r\n"))
                    .startsWith("550 5.6.0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: team: a@b.example, c@d.example;",
                "From: <(@a)@b>",
                "From: a@b.example, c@d.example",
                "From: ",
                "From: \"a@b.example\" <c@d.example>",
                "From: a@b.example(c@d.example)",
                "From: <@a.example:c@d.example>"
            })
    void s14OddAuthorsAreShownAsTheyAre(String field) throws Exception {
        try (Smtp smtp = siege.inside(MX)) {
            assertThat(message(smtp, field + "\r\nSubject: odd\r\n\r\nx\r\n.\r\n"))
                    .startsWith("250");
        }
        assertThat(siege.last(KATE, "\r\n" + field + "\r\n")).contains("Subject: odd");
        try (Imap imap = siege.server().imap(KATE)) {
            imap.ok("EXAMINE INBOX");
            assertThat(imap.ok("FETCH * ENVELOPE").untagged().get(0)).contains("\"odd\"");
        }
    }

    static Stream<Arguments> relays() {
        return Stream.of(
                        "a%elsewhere.example@school.edu",
                        "@school.edu:a@elsewhere.example",
                        "elsewhere.example!a@school.edu",
                        "\"a@elsewhere.example\"@school.edu",
                        "a@elsewhere.example",
                        "a@[127.0.0.1]",
                        "a@elsewhere.example@school.edu",
                        "a@elsewhere.example%school.edu")
                .flatMap(recipient -> Stream.of(Arguments.of(MX, recipient), Arguments.of(LMTP, recipient)));
    }

    @ParameterizedTest
    @MethodSource("relays")
    void s15NobodyRelaysByAnyDoor(int door, String recipient) throws Exception {
        for (String sender : List.of("<>", "<a@elsewhere.example>", "<" + KATE + ">")) {
            try (Smtp smtp = siege.inside(door)) {
                smtp.expect("250", "MAIL FROM:" + sender);
                assertThat(smtp.ask("RCPT TO:<" + recipient + ">")).matches("5(50|01|53|54) .*");
                assertThat(smtp.ask("DATA")).startsWith(door == LMTP ? "503" : "554");
            }
        }
    }

    @Test
    void s15WhoHasNotLoggedInSubmitsNothing() throws Exception {
        try (Smtp smtp = siege.attacker(587)) {
            smtp.expect("250", "EHLO attacker.example");
            assertThat(smtp.ask("MAIL FROM:<" + KATE + ">")).startsWith("530 5.7.0");
            assertThat(smtp.ask("RCPT TO:<" + KATE + ">")).startsWith("503");
        }
    }

    @Test
    void s17ALineWithoutEndIsRefusedAndNotKept() throws Exception {
        long heap = siege.server().heapKib();
        try (Smtp smtp = siege.inside(MX)) {
            rcpt(smtp);
            smtp.expect("354", "DATA");
            smtp.send("Subject: ");
            byte[] piece = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 100; i++) {
                smtp.send(piece);
            }
            assertThat(siege.server().heapKib() - heap)
                    .as("KiB in the midst of it")
                    .isLessThan(16 * 1024);
            assertThat(smtp.ask("\r\n\r\nx\r\n.")).startsWith("552");
        }
    }

    @Test
    void s17HeaderLinesHaveALimit() throws Exception {
        try (Smtp smtp = siege.inside(MX)) {
            assertThat(message(smtp, "X: y\r\n".repeat(100_000) + "\r\nx\r\n.\r\n"))
                    .matches("55[24] .*");
            assertThat(message(smtp, "Received: from a by b\r\n".repeat(1_000_000) + "\r\nx\r\n.\r\n"))
                    .matches("55[24] .*");
        }
    }

    @Test
    void s23AMailOfAHundredHopsIsRefused() throws Exception {
        try (Smtp smtp = siege.inside(MX)) {
            assertThat(message(smtp, "Received: from a by b\r\n".repeat(100) + "\r\nx\r\n.\r\n"))
                    .startsWith("554 5.4.6");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NOOP", "VRFY kate", "RSET", "HELP", "EHLO attacker.example", "EXPN staff", "VRFY", "\u00ff"})
    void s19WhoTalksWithoutEndIsSentAway(String line) throws Exception {
        try (Smtp smtp = siege.inside(MX)) {
            String reply = "";
            int said = 0;
            for (; !reply.startsWith("421") && said < 1000; said++) {
                reply = smtp.ask(line);
            }
            assertThat(reply).startsWith("421");
            assertThat(said).isBetween(10, 110);
            assertThat(smtp.closed()).isTrue();
        }
    }

    @Test
    void s19WhetherSomebodyIsThereIsNotToldByVrfy() throws Exception {
        try (Smtp smtp = siege.inside(MX)) {
            String known = smtp.ask("VRFY " + KATE);
            assertThat(known).startsWith("252");
            assertThat(smtp.ask("VRFY nobody@school.edu")).isEqualTo(known);
            assertThat(smtp.ask("EXPN " + KATE))
                    .isEqualTo(smtp.ask("EXPN nobody@school.edu"))
                    .startsWith("502");
        }
    }

    @Test
    void s19WhoGuessesRecipientsIsSentAway() throws Exception {
        try (Smtp smtp = siege.inside(MX)) {
            smtp.expect("250", "MAIL FROM:<>");
            String reply = "";
            int guesses = 0;
            for (; !reply.startsWith("421") && guesses < 1000; guesses++) {
                reply = smtp.ask("RCPT TO:<user" + guesses + "@school.edu>");
            }
            assertThat(guesses).isBetween(100, 300);
            assertThat(smtp.closed()).isTrue();
        }
    }

    /** Refused while the sender is there: nobody else is told of what he never sent. */
    @Test
    void s23MailToNobodyIsRefusedAtOnceAndNobodyIsToldOfIt() throws Exception {
        int before = siege.messages("ron@example.com");
        try (Smtp smtp = siege.inside(MX)) {
            smtp.expect("250", "MAIL FROM:<ron@example.com>");
            assertThat(smtp.ask("RCPT TO:<nobody@school.edu>")).startsWith("550 5.1.1");
            assertThat(smtp.ask("DATA")).startsWith("554");
        }
        assertThat(siege.messages("ron@example.com")).isEqualTo(before);
    }

    @Test
    void j10WhatIsLoggedIsOneLineAndEscaped() throws Exception {
        try (Smtp smtp = siege.attacker(MX)) {
            assertThat(smtp.ask("EHLO a\u001b[31m")).startsWith("501");
            smtp.expect("250", "EHLO ${jndi:ldap://127.0.0.1:1/x}");
            assertThat(
                            message(
                                    smtp,
                                    "Message-ID: <a\u001b[31m@b>\r\nSubject: \u001b]0;x\u0007\r\nReceived: x\r\n y\r\n\r\nx\r\n.\r\n"))
                    .startsWith("250");
        }
        await().until(() -> siege.log().contains(siege.address()));
        assertThat(siege.log().chars()).noneMatch(c -> c == 0x1b || c == 0x07);
    }
}
