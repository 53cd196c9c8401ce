package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What senders are told of their mail, RFC 3461: asked for by SMTP, read by IMAP. */
final class NotificationsIT {
    private static final String KATE = "kate@school.edu";
    private static final String RON = "ron@example.com";

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

    private static String ok(String... words) throws Exception {
        Run run = server.posthouse(words);
        assertThat(run.status()).as(String.join(" ", words) + ": " + run.err()).isZero();
        return run.out();
    }

    /** The reports that a user has got, of the kind that has this subject. */
    private static List<String> reports(String user, String subject) throws Exception {
        try (Imap imap = server.imap(user)) {
            imap.ok("EXAMINE INBOX");
            return imap.count("INBOX") == 0
                    ? List.of()
                    : imap.ok("FETCH 1:* (BODY.PEEK[])").untagged().stream()
                            .filter(mail -> mail.contains("\r\nSubject: " + subject + "\r\n"))
                            .toList();
        }
    }

    private static List<String> awaitReports(int count, String user, String subject) {
        return await().atMost(Duration.ofMinutes(3))
                .until(() -> reports(user, subject), found -> found.size() == count);
    }

    private static void login(Smtp smtp, String user) throws Exception {
        smtp.expect("250", "EHLO client.example");
        byte[] plain = ("\0" + user + "\0posthouse").getBytes(StandardCharsets.US_ASCII);
        smtp.expect("235", "AUTH PLAIN " + Base64.getEncoder().encodeToString(plain));
    }

    @Test
    void aSenderIsToldOfASuccessIfHeAsks() throws Exception {
        try (Smtp smtp = new Smtp(server.port(587))) {
            login(smtp, RON);
            smtp.expect("250", "MAIL FROM:<" + RON + "> RET=HDRS ENVID=QQ314159");
            smtp.expect("250", "RCPT TO:<" + KATE + "> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Kate@school.edu");
            smtp.expect("354", "DATA");
            smtp.expect("250", "From: " + RON + "\r\nSubject: asked\r\n\r\nhello there\r\n.");
        }
        assertThat(awaitReports(1, RON, "Delivered mail"))
                .singleElement()
                .asString()
                .contains("Return-Path: <>", "It is in the mailbox.", "Original-Envelope-Id: QQ314159")
                .contains("Original-Recipient: rfc822;Kate@school.edu", "Action: delivered", "Status: 2.")
                .contains("\r\nSubject: asked\r\n")
                .doesNotContain("hello there");
    }

    @Test
    void aMailThatIsGivenUpComesBackAndTheQueueIsConfiguredInPlace() throws Exception {
        try (Smtp smtp = new Smtp(server.port(587))) {
            login(smtp, KATE);
            smtp.expect("250", "MAIL FROM:<" + KATE + "> RET=FULL");
            ok("config", "set", "org.posthouse.core.queue", "hostName=post.school.example");
            smtp.expect("250", "RCPT TO:<tom@elsewhere.example>");
            smtp.expect("354", "DATA");
            smtp.expect("250", "From: " + KATE + "\r\nSubject: returned\r\n\r\nhello again\r\n.");
        }
        await().until(() -> {
            server.posthouse("queue", "bounce", "--domain", "elsewhere.example");
            return ok("queue", "list", "--json").strip().equals("[ ]");
        });
        assertThat(awaitReports(1, KATE, "Undelivered mail returned to sender"))
                .singleElement()
                .asString()
                .contains("This is the mail system at post.school.example.", "    <tom@elsewhere.example>")
                .contains("Action: failed", "Content-Type: message/rfc822", "hello again");
    }
}
