package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account has no more mail than its quota allows, what waits for it counted, whoever brings it and whatever is killed. */
final class QuotaIT {
    private static final String RON = "ron@example.com";
    private static final String KATE = "kate@school.edu";
    private static final String LOCAL = "org.posthouse.delivery.local";
    private static final String STORE = "org.posthouse.core.mailstore";
    private static final String TEXT = "Subject: x\r\n\r\n" + "0123456789012345678901234567890\r\n".repeat(240);
    private static final String FULL = "452 4.2.2";

    @TempDir
    static Path home;

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server = Server.demo(home);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void whatWaitsCountsAlsoAfterAKill() throws Exception {
        done("account", "set", RON, "--quota", "20K");
        done("plugin", "stop", LOCAL);
        assertThat(rcpt(30_000)).startsWith(FULL);
        assertThat(rcpt(0)).startsWith("250");
        assertThat(send(RON, "ron+news@example.com")).startsWith("250");
        assertThat(rcpt(TEXT.length())).startsWith(FULL);
        server.killHard();
        server.start();
        await().until(() -> rcpt(TEXT.length()).startsWith(FULL));
        done("plugin", "start", LOCAL);
        try (Imap ron = server.imap(RON)) {
            await().until(() -> ron.count("INBOX") == 2);
            assertThat(rcpt(TEXT.length())).startsWith(FULL);
            assertThat(server.posthouse("account", "show", RON).out()).contains("in 2 messages");
            assertThat(ron.append("INBOX", TEXT.getBytes(StandardCharsets.US_ASCII))
                            .tagged())
                    .startsWith("NO [OVERQUOTA]");
            byLmtp();
            ron.ok("SELECT INBOX");
            ron.ok("STORE 1 +FLAGS (\\Deleted)");
            ron.ok("EXPUNGE");
            assertThat(send(RON)).startsWith("250");
            await().until(() -> ron.count("INBOX") == 2);
        }
        whoHasItAlreadyKeepsNoRoom();
        done("account", "set", RON, "--quota", "none", "--quota-messages", "2");
        assertThat(rcpt(0)).startsWith(FULL);
        done("config", "set", STORE, "fullMailbox=reject");
        assertThat(rcpt(0)).startsWith("552 5.2.2");
        done("config", "set", STORE, "fullMailbox=defer");
    }

    @Test
    void aMailComesToAnAccountAsOftenAsItHasRoomAndNothingBounces() throws Exception {
        String owner = "postmaster@example.com";
        String writer = "postmaster@school.edu";
        done("account", "set", owner, "--quota-messages", "5");
        done("alias", "add", "head@example.com", owner);
        try (Smtp smtp = server.smtp();
                Imap mine = server.imap(owner);
                Imap his = server.imap(writer)) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("250", "MAIL FROM:<" + writer + ">");
            assertThat(smtp.ask("RCPT TO:<head@example.com>")).startsWith("250");
            for (int i = 1; i < 10; i++) {
                assertThat(smtp.ask("RCPT TO:<postmaster+" + i + "@example.com>"))
                        .as("copy %d", i + 1)
                        .startsWith(i < 5 ? "250" : FULL);
            }
            smtp.expect("354", "DATA");
            smtp.send(TEXT);
            assertThat(smtp.ask(".")).startsWith("250");
            await().until(() -> mine.count("INBOX") == 5);
            await().until(() ->
                    !server.posthouse("queue", "list", "--json").out().contains("postmaster"));
            assertThat(his.count("INBOX")).isZero();
            done("account", "set", owner, "--quota", "60K", "--quota-messages", "none");
            smtp.expect("250", "MAIL FROM:<" + writer + ">");
            smtp.expect("250", "RCPT TO:<head@example.com>");
            smtp.expect("250", "RCPT TO:<" + owner + ">");
            smtp.expect("250", "RCPT TO:<postmaster+1@example.com>");
            smtp.expect("354", "DATA");
            smtp.send(TEXT);
            assertThat(smtp.ask(".")).as("only two of three would fit").startsWith(FULL);
        }
    }

    @Test
    void whatLmtpLeavesInTheQueueKeepsItsRoomAtOnce() throws Exception {
        String owner = "postmaster@school.edu";
        done("account", "set", owner, "--quota-messages", "2");
        done("forward", "set", owner, "somebody@elsewhere.example", "--keep-copy");
        done("plugin", "stop", LOCAL);
        try (Smtp lmtp = new Smtp(server.port(24))) {
            lmtp.expect("250", "LHLO client.example");
            lmtp.expect("250", "MAIL FROM:<" + KATE + ">");
            lmtp.expect("250", "RCPT TO:<" + owner + ">");
            lmtp.expect("250", "RCPT TO:<postmaster+news@school.edu>");
            assertThat(lmtp.ask("RCPT TO:<postmaster+more@school.edu>")).startsWith("452");
            lmtp.expect("354", "DATA");
            lmtp.send(TEXT);
            assertThat(List.of(lmtp.ask("."), lmtp.reply()))
                    .allSatisfy(reply -> assertThat(reply).startsWith("250"));
            lmtp.expect("250", "MAIL FROM:<" + KATE + ">");
            assertThat(lmtp.ask("RCPT TO:<" + owner + ">")).startsWith("452");
            done("queue", "delete", "--all");
            lmtp.expect("250", "RCPT TO:<" + owner + ">");
        }
        done("plugin", "start", LOCAL);
    }

    /** Mail to both, of whom ron has no room for it: it waits for him alone, also after a kill. */
    private static void whoHasItAlreadyKeepsNoRoom() throws Exception {
        done("plugin", "stop", LOCAL);
        done("account", "set", RON, "--quota", "none");
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.offer(KATE, List.of(KATE, RON), TEXT);
            assertThat(smtp.reply()).startsWith("250");
        }
        done("account", "set", RON, "--quota-messages", "2");
        done("account", "set", KATE, "--quota-messages", "3");
        done("plugin", "start", LOCAL);
        try (Imap kate = server.imap(KATE)) {
            await().until(() -> kate.count("INBOX") == 2);
        }
        server.killHard();
        server.start();
        await().until(() -> rcpt(0).startsWith(FULL));
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            assertThat(smtp.mail(RON, KATE, TEXT)).startsWith("250");
        }
    }

    private static void done(String... words) throws Exception {
        Run run = server.posthouse(words);
        assertThat(run.status()).as(String.join(" ", words) + ": " + run.err()).isZero();
    }

    /** What is said to ron as a recipient of a mail of this size; 0: nothing is declared. Nothing is sent. */
    private static String rcpt(int size) throws Exception {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("250", "MAIL FROM:<" + KATE + ">" + (size > 0 ? " SIZE=" + size : ""));
            return smtp.ask("RCPT TO:<" + RON + ">");
        }
    }

    private static String send(String... recipients) throws Exception {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.offer(KATE, List.of(recipients), TEXT);
            return smtp.reply();
        }
    }

    /** Each recipient has an answer of its own. */
    private static void byLmtp() throws Exception {
        try (Smtp lmtp = new Smtp(server.port(24))) {
            lmtp.expect("250", "LHLO client.example");
            lmtp.expect("250", "MAIL FROM:<" + KATE + ">");
            lmtp.expect("250", "RCPT TO:<" + KATE + ">");
            lmtp.expect("250", "RCPT TO:<" + RON + ">");
            lmtp.expect("354", "DATA");
            lmtp.send(TEXT);
            assertThat(List.of(lmtp.ask("."), lmtp.whole()))
                    .satisfiesExactly(kate -> assertThat(kate).startsWith("250"), ron -> assertThat(ron)
                            .startsWith(FULL));
        }
    }
}
