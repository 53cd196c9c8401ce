package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends: a proper reply or a closed connection, and nobody else notices. */
final class BadInputIT {
    private static final boolean LONG = Boolean.getBoolean("posthouse.long");
    private static final long NOOP_MILLIS = 1000;
    private static final int RECIPIENTS = 100_000;
    private static final int BURST = 500;

    @TempDir
    static Path home;

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server = Server.demo(home);
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(server.terminate()).isZero();
        server.close();
    }

    /** Others are served as before, and nothing went wrong inside. */
    @AfterEach
    void othersAreUnaffected() throws Exception {
        try (Smtp other = server.smtp();
                Imap reader = server.imap("kate@school.edu")) {
            other.expect("250", "NOOP");
            if (LONG) {
                assertThat(other.longestReplyMillis()).isLessThan(NOOP_MILLIS);
            }
            reader.ok("NOOP");
        }
        assertThat(Files.readString(home.resolve("log/posthouse.log"))).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "X",
                "HELO",
                "EHLO",
                "EHLO \u0001",
                "MAIL",
                "MAIL FROM",
                "MAIL FROM:",
                "MAIL FROM:<",
                "MAIL FROM:<a@b",
                "MAIL FROM:<a b@c>",
                "MAIL FROM:<@>",
                "MAIL FROM:<a@b@c>",
                "MAIL FROM:<a@b> SIZE=x",
                "MAIL FROM:<a@b> BODY=9BIT",
                "MAIL FROM:<a@b> NONSENSE",
                "RCPT TO:<a@b>",
                "DATA",
                "BDAT 1",
                "BDAT -1",
                "AUTH",
                "AUTH PLAIN =",
                "STARTTLS now",
                "VRFY",
                "EXPN x",
                "TURN",
                "ETRN x",
                "MAIL FROM:<\"\\\u0000\"@b>",
                "RSET x",
                "QUIT x",
                "NOOP \u00ff\u00fe"
            })
    void aBadSmtpCommandGetsAProperReply(String line) throws Exception {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            assertThat(smtp.ask(line)).matches("[2345]\\d\\d .*").doesNotContain("Exception");
        }
    }

    @ParameterizedTest
    @MethodSource("org.posthouse.system.Attacks#falseEnds")
    void s01NeverTwoMessagesOutOfOne(String end) throws Exception {
        int before = messages();
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("250", "MAIL FROM:<ron@example.com>");
            smtp.expect("250", "RCPT TO:<kate@school.edu>");
            smtp.expect("354", "DATA");
            smtp.send(
                    "Subject: one\r\n\r\nbody" + end
                            + "MAIL FROM:<evil@example.com>\r\nRCPT TO:<kate@school.edu>\r\nDATA\r\nSubject: two\r\n\r\nbody\r\n.\r\n");
            assertThat(smtp.reply()).startsWith("5");
        }
        assertThat(messages()).isEqualTo(before);
    }

    private static int messages() throws IOException {
        SwapUnderLoadIT.awaitEmptyQueue(server);
        try (Imap imap = server.imap("kate@school.edu")) {
            return imap.count("INBOX");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP\nMAIL FROM:<a@b.example>\r\n", "NOOP\rMAIL FROM:<a@b.example>\r\n", "NO\u0000OP\r\n"})
    void bareLineEndsAndNulInACommandAreRefused(String octets) throws Exception {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.send(octets);
            assertThat(smtp.reply()).startsWith("5");
        }
    }

    @Test
    void anOverLongLineIsRefusedAndAnEndlessOneClosed() throws Exception {
        try (Smtp smtp = server.smtp()) {
            assertThat(smtp.ask("NOOP " + "x".repeat(3000))).startsWith("5");
        }
        try (Smtp smtp = server.smtp()) {
            byte[] piece = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 8; i++) {
                smtp.send(piece);
            }
            assertThat(smtp.reply()).startsWith("5");
            assertThat(smtp.closed()).isTrue();
        }
    }

    /** All are sent, in bursts, and each is answered. */
    @Test
    void s19AHundredThousandRecipientsAreAnsweredEachAndTheMailStillGoes() throws Exception {
        int before = messages();
        long heap = server.heapKib();
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("250", "MAIL FROM:<ron@example.com>");
            Map<String, Integer> answers = new TreeMap<>();
            for (int burst = 0; burst < RECIPIENTS / BURST; burst++) {
                int first = burst * BURST;
                smtp.send(IntStream.range(first, first + BURST)
                        .mapToObj(i -> "RCPT TO:<kate+" + i + "@school.edu>\r\n")
                        .collect(Collectors.joining()));
                for (int i = 0; i < BURST; i++) {
                    answers.merge(smtp.reply().substring(0, 3), 1, Integer::sum);
                }
            }
            assertThat(answers).containsOnlyKeys("250", "452");
            // RFC 5321 §4.5.3.1.8: a hundred at least.
            assertThat(answers.get("250")).isBetween(100, 10_000);
            assertThat(server.heapKib() - heap).as("KiB for all of them").isLessThan(16 * 1024);
            smtp.expect("354", "DATA");
            smtp.expect("250", "Subject: to all\r\n\r\nhello\r\n.");
            assertThat(messages()).isGreaterThan(before);
        }
    }

    @Test
    void s17AnEndlessHeaderIsRefused() throws Exception {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("250", "MAIL FROM:<ron@example.com>");
            smtp.expect("250", "RCPT TO:<kate@school.edu>");
            smtp.expect("354", "DATA");
            String fields = "X-Flood: 0123456789012345678901234567890123456789\r\n".repeat(1000);
            for (int i = 0; i < 120; i++) {
                smtp.send(fields);
            }
            assertThat(smtp.ask("\r\n.")).startsWith("5");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EHLO client.example\r\n",
                "EHLO client.example\r\nMAIL FROM:<ron@example.com>\r\n",
                "EHLO client.example\r\nMAIL FROM:<ron@example.com>\r\nRCPT TO:<kate@school.edu>\r\n",
                "EHLO client.example\r\nMAIL FROM:<ron@example.com>\r\nRCPT TO:<kate@school.edu>\r\nDATA\r\nSubject: half",
                "EHLO client.example\r\nMAIL FROM:<ron@example.com>\r\nRCPT TO:<kate@school.edu>\r\nDATA\r\nSubject: x\r\n\r\n."
            })
    void aClientThatGoesAwayLeavesNothingHalfDone(String dialogue) throws Exception {
        int before = messages();
        try (Smtp smtp = server.smtp()) {
            smtp.send(dialogue);
        }
        assertThat(messages()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a ",
                "* OK",
                "a NOSUCH",
                "a LOGIN",
                "a LOGIN x",
                "a LOGIN {4294967296}",
                "a LOGIN {-1}",
                "a LOGIN {0x}",
                "a LOGIN \"x",
                "a SELECT INBOX",
                "a FETCH 1 ALL",
                "a AUTHENTICATE",
                "a AUTHENTICATE NONSENSE",
                "a STARTTLS x",
                "\u0000 NOOP",
                "a UID",
                "a UID FETCH",
                "a APPEND INBOX {2147483647}",
                "a LOGIN {2147483647+}",
                "( NOOP",
                "a+ NOOP"
            })
    void aBadImapCommandGetsAProperReply(String line) throws Exception {
        try (Imap imap = new Imap(server.port(143))) {
            imap.send(line + "\r\n");
            assertThat(imap.response())
                    .matches("(?s)(\\S+ (BAD|NO)|\\* (BAD|BYE)) ?.*")
                    .doesNotContain("Exception");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT",
                "SELECT &AC8-",
                "SELECT \"../ron@example.com/INBOX\"",
                "SELECT \"user/ron\"",
                "SELECT ~ron",
                "SELECT /etc/passwd",
                "SELECT \"&bad\"",
                "CREATE \"\"",
                "CREATE INBOX",
                "DELETE INBOX",
                "FETCH 0 ALL",
                "FETCH 1:",
                "FETCH 1 (",
                "FETCH 1 BODY[",
                "FETCH 1 BODY[1.",
                "FETCH 1 BODY[]<1",
                "STORE 1 FLAGS",
                "STORE 1 +FLAGS (\\Bad(",
                "SEARCH",
                "SEARCH NOSUCH",
                "SEARCH CHARSET X-NO ALL",
                "COPY 1",
                "COPY 1 nowhere",
                "APPEND INBOX",
                "STATUS INBOX ()",
                "LIST",
                "LIST \"\"",
                "UID STORE 1",
                "UID EXPUNGE",
                "ID (",
                "FETCH 99999999999 ALL",
                "RENAME nothing something"
            })
    void aBadImapCommandAfterLoginGetsAProperReply(String line) throws Exception {
        try (Imap imap = server.imap("kate@school.edu")) {
            assertThat(imap.ask(line).tagged()).matches("(BAD|NO) .*").doesNotContain("Exception");
            imap.ok("NOOP");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1:4294967295", "*:1", "4294967295", "1:*,1:*,1:*"})
    void i05HugeSetsAreNoWork(String set) throws Exception {
        try (Imap imap = server.imap("ron@example.com")) {
            imap.ok("SELECT INBOX");
            imap.ok("UID FETCH " + set + " (FLAGS)");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "X",
                "APOP kate c4c9334bac560ecc979e58001b3e22fb",
                "USER",
                "USER ",
                "USER \u00ff\u00fe",
                "USER a\u0000b",
                "PASS",
                "PASS posthouse",
                "AUTH",
                "AUTH NONSENSE",
                "AUTH PLAIN ====",
                "AUTH PLAIN \u0000",
                "STLS now",
                "STAT",
                "RETR 1",
                "DELE 1",
                "CAPA \u0001",
                "GET / HTTP/1.1"
            })
    void i13ABadPop3CommandGetsAProperReply(String line) throws Exception {
        try (Pop3 pop3 = new Pop3(server.port(110))) {
            assertThat(pop3.ask(line)).startsWith("-ERR ").doesNotContain("Exception", "SYS/PERM");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TOP 1 4294967295",
                "TOP 1 -1",
                "TOP 1",
                "TOP",
                "RETR",
                "RETR 0",
                "RETR -1",
                "RETR 1.5",
                "RETR 99999999999999999999",
                "RETR 2147483647",
                "DELE 0",
                "DELE all",
                "LIST -1",
                "LIST 0x1",
                "UIDL 0",
                "UIDL 1 2",
                "USER ron@example.com",
                "PASS posthouse",
                "AUTH PLAIN",
                "STLS",
                "APOP ron x",
                "QUIT now"
            })
    void i13ABadPop3CommandAfterLoginGetsAProperReply(String line) throws Exception {
        try (Pop3 pop3 = new Pop3(server.port(110))) {
            await().until(() -> pop3.login("postmaster@example.com").startsWith("+OK"));
            assertThat(pop3.ask(line)).startsWith("-ERR ").doesNotContain("Exception", "SYS/PERM");
            pop3.ok("QUIT");
        }
    }

    @Test
    void i13AMegabyteOfUserEndsTheConnection() throws Exception {
        try (Pop3 pop3 = new Pop3(server.port(110))) {
            // The server may have closed before all was sent.
            assertThat(catchThrowable(() -> pop3.ask("USER " + "x".repeat(1 << 20))))
                    .satisfiesAnyOf(none -> assertThat(none).isNull(), closed -> assertThat(closed)
                            .isInstanceOf(IOException.class));
            assertThatThrownBy(() -> pop3.ok("CAPA")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void i02AnEndlessLineBeforeLoginIsClosedAtSixtyFourKibibytesOrSo() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port(143))) {
            byte[] piece = "x".repeat(16 * 1024).getBytes(StandardCharsets.US_ASCII);
            await().atMost(Duration.ofMinutes(3)).until(() -> {
                try {
                    for (int i = 0; i < 64; i++) {
                        socket.getOutputStream().write(piece);
                    }
                    return false;
                } catch (SocketException e) {
                    return true;
                }
            });
        }
    }

    @Test
    void aClientThatNeverReadsHoldsNoThreadAndLittleMemory() throws Exception {
        try (Imap imap = server.imap("postmaster@school.edu")) {
            byte[] large = ("Subject: large\r\n\r\n" + "0123456789abcdef\r\n".repeat(200_000))
                    .getBytes(StandardCharsets.US_ASCII);
            assertThat(imap.append("INBOX", large).ok()).isTrue();
            imap.ok("SELECT INBOX");
            long threads = server.figure("Threads");
            for (int i = 0; i < 200; i++) {
                imap.send("x" + i + " FETCH 1 (BODY.PEEK[])\r\n");
            }
            othersAreUnaffected();
            // Others may just be at work.
            await().untilAsserted(() -> assertThat(server.figure("Threads")).isLessThanOrEqualTo(threads + 4));
        }
    }

    @Test
    void clientsThatDripHoldNobodyUp() throws Exception {
        List<Smtp> drips = new java.util.ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Smtp smtp = server.smtp();
                drips.add(smtp);
                smtp.send(i % 3 == 0 ? "E" : "EHLO x\r\nMAIL FROM:<ron@exam");
            }
            othersAreUnaffected();
        } finally {
            for (Smtp drip : drips) {
                drip.close();
            }
        }
    }
}
