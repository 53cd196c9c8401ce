package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account has no more mail than its quota allows, what waits for it counted, whoever brings it and whatever is killed. */
final class QuotaIT {
    private static final String RON = "ron@example.com";
    private static final String KATE = "kate@school.edu";
    private static final String LOCAL = "org.posthouse.delivery.local";
    private static final String TEXT = "Subject: x\r\n\r\n" + "0123456789012345678901234567890\r\n".repeat(240);
    private static final String FULL = "452 4.2.2";

    @TempDir
    Path home;

    @Test
    void whatWaitsCountsFromItsRecipientOnAlsoAfterAKill() throws Exception {
        try (Server server = Server.demo(home)) {
            done(server, "account", "set", RON, "--quota", "20K");
            done(server, "plugin", "stop", LOCAL);
            assertThat(rcpt(server, 30_000)).startsWith(FULL);
            assertThat(rcpt(server, 0)).startsWith("250");
            assertThat(send(server)).startsWith("250");
            assertThat(send(server)).startsWith("250");
            assertThat(rcpt(server, TEXT.length())).startsWith(FULL);
            server.killHard();
            server.start();
            await().until(() -> rcpt(server, TEXT.length()).startsWith(FULL));
            done(server, "plugin", "start", LOCAL);
            try (Imap ron = server.imap(RON)) {
                await().until(() -> ron.count("INBOX") == 2);
                assertThat(rcpt(server, TEXT.length())).startsWith(FULL);
                assertThat(server.posthouse("account", "show", RON).out()).contains("in 2 messages");
                assertThat(ron.append("INBOX", TEXT.getBytes(StandardCharsets.US_ASCII))
                                .tagged())
                        .startsWith("NO [OVERQUOTA]");
                byLmtp(server);
                ron.ok("SELECT INBOX");
                ron.ok("STORE 1 +FLAGS (\\Deleted)");
                ron.ok("EXPUNGE");
                assertThat(send(server)).startsWith("250");
                await().until(() -> ron.count("INBOX") == 2);
            }
            whoHasItAlreadyKeepsNoRoom(server);
            done(server, "account", "set", RON, "--quota", "none", "--quota-messages", "2");
            assertThat(rcpt(server, 0)).startsWith(FULL);
            done(server, "config", "set", "org.posthouse.core.mailstore", "fullMailbox=reject");
            assertThat(rcpt(server, 0)).startsWith("552 5.2.2");
        }
    }

    /** Mail to both, of whom ron has no room for it: it waits for him alone, also after a kill. */
    private static void whoHasItAlreadyKeepsNoRoom(Server server) throws Exception {
        done(server, "plugin", "stop", LOCAL);
        done(server, "account", "set", RON, "--quota", "none");
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.offer(KATE, List.of(KATE, RON), TEXT);
            assertThat(smtp.reply()).startsWith("250");
        }
        done(server, "account", "set", RON, "--quota-messages", "2");
        done(server, "account", "set", KATE, "--quota-messages", "3");
        done(server, "plugin", "start", LOCAL);
        try (Imap kate = server.imap(KATE)) {
            await().until(() -> kate.count("INBOX") == 2);
        }
        server.killHard();
        server.start();
        await().until(() -> rcpt(server, 0).startsWith(FULL));
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            assertThat(smtp.mail(RON, KATE, TEXT)).startsWith("250");
        }
    }

    private static void done(Server server, String... words) throws Exception {
        Run run = server.posthouse(words);
        assertThat(run.status()).as(String.join(" ", words) + ": " + run.err()).isZero();
    }

    /** What is said to ron as a recipient of a mail of this size; 0: nothing is declared. Nothing is sent. */
    private static String rcpt(Server server, int size) throws Exception {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("250", "MAIL FROM:<" + KATE + ">" + (size > 0 ? " SIZE=" + size : ""));
            return smtp.ask("RCPT TO:<" + RON + ">");
        }
    }

    private static String send(Server server) throws Exception {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            return smtp.mail(KATE, RON, TEXT);
        }
    }

    /** Each recipient has an answer of its own. */
    private static void byLmtp(Server server) throws Exception {
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
