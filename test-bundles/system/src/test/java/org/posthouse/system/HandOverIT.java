package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same connection goes on with the next version of its protocol, over lines of every kind and wherever its client is in the dialogue. */
final class HandOverIT {
    private static final String LARGE =
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd\r\n".repeat(65_536);
    private static final int MIDST = 2_000_003;

    @TempDir
    static Path home;

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server = Server.demo(home);
        Run added = Run.of(
                List.of(
                        Distribution.command().toString(),
                        "account",
                        "add",
                        Callers.Way.TLS_DEFLATE.user(),
                        "--password-stdin",
                        "--home",
                        home.toString()),
                "posthouse\n");
        assertThat(added.status()).as(added.err()).isZero();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void empty() throws Exception {
        for (Callers.Way way : Callers.Way.values()) {
            try (Imap imap = server.imap(way.user())) {
                imap.ok("SELECT INBOX");
                imap.ok("UID STORE 1:* +FLAGS (\\Deleted)");
                imap.ok("EXPUNGE");
            }
        }
    }

    private static void keep(String user, String text) throws IOException {
        try (Imap imap = server.imap(user)) {
            assertThat(imap.append("INBOX", text.getBytes(StandardCharsets.US_ASCII))
                            .ok())
                    .isTrue();
        }
    }

    private static void append(String user, String... subjects) throws IOException {
        for (String subject : subjects) {
            keep(user, "Subject: " + subject + "\r\n\r\n" + subject + "\r\n");
        }
    }

    /** Whole messages. */
    private static List<String> inbox(String user) throws IOException {
        try (Imap imap = server.imap(user)) {
            imap.ok("EXAMINE INBOX");
            return imap.ok("UID FETCH 1:* BODY.PEEK[]").untagged().stream()
                    .filter(response -> response.contains("FETCH"))
                    .toList();
        }
    }

    @Test
    void anImapClientKeepsItsLoginItsMailboxAndItsNumbers() throws Exception {
        try (Callers all = Callers.imap(server)) {
            all.each((caller, user) -> {
                append(user, "one", "two", "three");
                caller.expect("s OK", "s SELECT INBOX");
                try (Imap other = server.imap(user)) {
                    other.ok("SELECT INBOX");
                    other.ok("STORE 2 +FLAGS (\\Deleted)");
                    other.ok("EXPUNGE");
                }
                append(user, "four");
            });
            all.swap("imap").each((caller, user) -> {
                caller.send("f FETCH 3 BODY.PEEK[HEADER.FIELDS (SUBJECT)]\r\nn NOOP\r\n");
                // RFC 3501 §7.4.1: that one is gone is told when numbers may change.
                assertThat(caller.lines("f "))
                        .contains("Subject: three", "* 4 EXISTS")
                        .doesNotContain("* 2 EXPUNGE");
                assertThat(caller.lines("n ")).contains("* 2 EXPUNGE");
                caller.send("g FETCH 2:3 BODY.PEEK[HEADER.FIELDS (SUBJECT)]\r\n");
                assertThat(caller.lines("g ")).containsSubsequence("Subject: three", "Subject: four");
            });
        }
    }

    @Test
    void idleIsWokenByTheNextDelivery() throws Exception {
        try (Callers all = Callers.imap(server)) {
            all.each((caller, user) -> {
                caller.expect("s OK", "s SELECT INBOX");
                caller.expect("+ ", "i IDLE");
            });
            all.swap("imap").each((caller, user) -> {
                try (Smtp smtp = server.smtp()) {
                    smtp.expect("250", "EHLO client.example");
                    assertThat(smtp.mail("ron@example.com", user, "Subject: news\r\n\r\nnews\r\n"))
                            .startsWith("250");
                }
                assertThat(caller.line()).isEqualTo("* 1 EXISTS");
                caller.expect("i OK", "DONE");
            });
        }
    }

    @Test
    void halfALineAndWhatIsPipelinedBehindItStayWhole() throws Exception {
        try (Callers all = Callers.imap(server)) {
            all.each((caller, user) -> caller.send("b SEL"));
            all.swap("imap").each((caller, user) -> caller.send("ECT IN"));
            all.swap("imap").each((caller, user) -> {
                caller.send("BOX\r\nc NOOP\r\nd UNSELECT\r\ne NOO");
                assertThat(caller.lines("d "))
                        .anyMatch(told -> told.startsWith("b OK"))
                        .anyMatch(told -> told.startsWith("d OK"));
            });
            all.swap("imap").each((caller, user) -> caller.expect("e OK", "P"));
        }
    }

    @Test
    void aMessageOfAnAppendIsKeptAsItWasSent() throws Exception {
        String text = "Subject: large\r\n\r\n" + LARGE;
        try (Callers all = Callers.imap(server)) {
            all.each((caller, user) -> {
                caller.expect("+ ", "b APPEND INBOX {" + text.length() + "}");
                caller.send(text.substring(0, MIDST));
            });
            all.swap("imap").each((caller, user) -> {
                caller.send(text.substring(MIDST) + "\r\nc NOOP\r\nd APPEND INBOX {14+}\r\nSubject");
                caller.expect("b OK");
                caller.expect("c OK");
            });
            all.swap("imap").each((caller, user) -> {
                caller.send(": y\r\n\r\n\r\ne NOOP\r\n");
                caller.expect("d OK");
                caller.expect("e OK");
                assertThat(inbox(user)).hasSize(2).first().asString().contains(text);
            });
        }
    }

    @Test
    void aLoginByLiteralsGoesOnInTheMidstOfEachOfThem() throws Exception {
        try (Caller caller = new Caller(server.port(143))) {
            caller.line();
            caller.expect("+ ", "a LOGIN {15}");
            caller.send("kate@");
            Callers.swap(server, "imap", caller);
            caller.send("school.edu {9+}\r\npost");
            Callers.swap(server, "imap", caller);
            caller.send("house\r\nb SELECT INBOX\r\n");
            caller.expect("a OK");
            caller.expect("b OK");
        }
    }

    @Test
    void anAuthenticationGoesOnInItsMidst() throws Exception {
        try (Caller imap = Callers.Way.PLAIN.imap(server);
                Caller smtp = Callers.Way.TLS.smtp(server);
                Caller pop3 = Callers.Way.STARTTLS.pop3(server)) {
            imap.expect("+", "a AUTHENTICATE PLAIN");
            smtp.expect("334 ", "AUTH LOGIN");
            pop3.expect("+", "AUTH PLAIN");
            Callers.swap(server, "imap", imap);
            Callers.swap(server, "smtp", smtp);
            Callers.swap(server, "pop3", pop3);
            imap.expect("a OK", base64("\0kate@school.edu\0posthouse"));
            smtp.expect("334 ", base64("kate@school.edu"));
            pop3.expect("+OK", base64("\0kate@school.edu\0posthouse"));
            Callers.swap(server, "smtp", smtp);
            smtp.expect("235 ", base64("posthouse"));
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void tlsBeginsWithTheNextVersionWhenTheLastHasPromisedIt() throws Exception {
        try (Caller imap = Callers.Way.PLAIN.imap(server)) {
            imap.expect("a OK", "a STARTTLS");
            Callers.swap(server, "imap", imap);
            imap.secure();
            imap.send("b CAPABILITY\r\n");
            assertThat(imap.line()).contains("AUTH=PLAIN").doesNotContain("STARTTLS");
            imap.expect("b OK");
        }
    }

    @Test
    void theNextVersionKnowsThatTheLineIsCompressed() throws Exception {
        try (Caller imap = Callers.Way.STARTTLS.imap(server)) {
            imap.expect("a OK", "a LOGIN " + Callers.Way.STARTTLS.user() + " posthouse");
            imap.expect("b OK", "b COMPRESS DEFLATE");
            Callers.swap(server, "imap", imap);
            imap.compress();
            imap.expect("c NO [COMPRESSIONACTIVE]", "c COMPRESS DEFLATE");
            imap.send("d CAPABILITY\r\n");
            assertThat(imap.line()).contains(" IDLE ").doesNotContain("COMPRESS");
        }
    }

    @Test
    void whoReadsSlowlyReadsEveryOctet() throws Exception {
        String user = Callers.Way.PLAIN.user();
        keep(user, "Subject: large\r\n\r\n" + LARGE);
        keep(user, "Subject: large\r\n\r\n" + LARGE);
        try (Caller imap = Caller.slow(server.port(143));
                Caller pop3 = Caller.slow(server.port(110))) {
            imap.line();
            imap.expect("a OK", "a LOGIN " + user + " posthouse");
            imap.expect("b OK", "b SELECT INBOX");
            imap.send("c FETCH 1:2 BODY.PEEK[TEXT]\r\nd NOOP\r\n");
            pop3.line();
            pop3.expect("+OK", "USER " + user);
            pop3.expect("+OK", "PASS posthouse");
            pop3.send("RETR 2\r\nSTAT\r\n");
            assertThat(imap.line()).startsWith("* 1 FETCH ");
            String begun = text(imap, 10_000);
            assertThat(pop3.line()).startsWith("+OK");
            Callers.swap(server, "imap", imap);
            Callers.swap(server, "pop3", pop3);
            assertThat(begun + text(imap, LARGE.length() - begun.length())).isEqualTo(LARGE);
            assertThat(imap.line()).isEqualTo(")");
            assertThat(imap.line()).startsWith("* 2 FETCH ");
            Callers.swap(server, "imap", imap);
            assertThat(text(imap, LARGE.length())).isEqualTo(LARGE);
            imap.expect(")");
            imap.expect("c OK");
            imap.expect("d OK");
            assertThat(text(pop3, LARGE.length() + 18)).endsWith(LARGE);
            pop3.expect(".");
            pop3.expect("+OK 2 ");
        }
    }

    private static String text(Caller caller, int octets) throws IOException {
        return new String(caller.octets(octets), StandardCharsets.US_ASCII);
    }

    @Test
    void aMailIsTakenWholeInTheMidstOfData() throws Exception {
        try (Callers all = Callers.smtp(server)) {
            all.each((caller, user) -> {
                caller.expect("235 ", "AUTH PLAIN " + base64("\0" + user + "\0posthouse"));
                caller.expect("250 ", "MAIL FROM:<" + user + ">");
            });
            all.swap("smtp").each((caller, user) -> {
                caller.expect("250 ", "RCPT TO:<" + user + ">");
                caller.send("DA");
            });
            all.swap("smtp").each((caller, user) -> {
                caller.expect("354 ", "TA");
                caller.send("From: " + user + "\r\nSubject: whole\r\n\r\n" + LARGE.substring(0, MIDST));
            });
            all.swap("smtp").each((caller, user) -> caller.send(LARGE.substring(MIDST) + "\r\n."));
            all.swap("smtp").each((caller, user) -> {
                caller.send("\r\nMAIL FROM:<" + user + ">\r\nRSET\r\n");
                caller.expect("250 ");
                caller.expect("250 2.1.0");
                caller.expect("250 ");
                await().until(() -> inbox(user).size() == 1);
                assertThat(inbox(user).get(0)).contains("\r\nSubject: whole\r\n", "\r\n\r\n" + LARGE);
            });
        }
    }

    @Test
    void aPop3ClientKeepsItsLockAndWhatItHasDeleted() throws Exception {
        try (Callers all = Callers.pop3(server)) {
            all.each((caller, user) -> {
                append(user, "one", "two", "three");
                caller.expect("+OK", "USER " + user);
            });
            all.swap("pop3").each((caller, user) -> {
                caller.expect("+OK 3 ", "PASS posthouse");
                caller.expect("+OK", "DELE 2");
                caller.send("RET");
            });
            all.swap("pop3").each((caller, user) -> {
                caller.send("R 3\r\nSTAT\r\n");
                assertThat(caller.lines(".")).contains("Subject: three");
                caller.expect("+OK 2 ");
                caller.expect("-ERR", "RETR 2");
                try (Pop3 second = new Pop3(server.port(110))) {
                    assertThat(second.login(user)).startsWith("-ERR [IN-USE]");
                }
                append(user, "four");
                caller.expect("+OK 2 ", "STAT");
                caller.expect("+OK", "QUIT");
                assertThat(inbox(user)).hasSize(3).noneMatch(message -> message.contains("two"));
            });
        }
    }
}
