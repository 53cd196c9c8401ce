package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that eats memory at once, in a heap of 256 MiB: nobody gets more than his share, and others are served. */
@Tag("alone")
final class SmallHeapIT {
    private static final String JVM = "POSTHOUSE_JVM=-Xms36m -Xmx256m -XX:+UseSerialGC";
    private static final Duration LONG = Duration.ofSeconds(Boolean.getBoolean("posthouse.long") ? 300 : 5);
    private static final int EACH = 12;
    private static final int IDLE = 1500;
    private static final byte[] PIECE = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path home;

    private volatile boolean stopped;

    /** Something bad, done again and again; it ends as the server ends it. */
    @FunctionalInterface
    private interface Attack {
        void once(Server server) throws IOException;
    }

    @Test
    void theWorstTogetherIsSurvivedAndOthersAreServed() throws Exception {
        try (Server server = Server.under(List.of("env", JVM), home)) {
            long pid = server.pid();
            prepare(server);
            List<Attack> attacks = List.of(
                    SmallHeapIT::endlessCommand,
                    SmallHeapIT::endlessHeader,
                    SmallHeapIT::hugeMessage,
                    SmallHeapIT::manyRecipients,
                    SmallHeapIT::literalsBeforeLogin,
                    SmallHeapIT::literalThatDoesNotCome,
                    SmallHeapIT::answersThatNobodyReads,
                    SmallHeapIT::structures);
            ExecutorService threads = Executors.newFixedThreadPool(attacks.size() * EACH);
            AtomicInteger done = new AtomicInteger();
            List<Socket> idle = new ArrayList<>();
            try {
                for (int i = 0; i < IDLE; i++) {
                    idle.add(new Socket(InetAddress.getLoopbackAddress(), server.port(i % 2 == 0 ? 143 : 25)));
                }
                attacks.forEach(attack -> {
                    for (int i = 0; i < EACH; i++) {
                        threads.execute(() -> again(attack, server, done));
                    }
                });
                othersAreServed(server);
            } finally {
                stopped = true;
                threads.shutdown();
                assertThat(threads.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
                for (Socket socket : idle) {
                    socket.close();
                }
            }
            System.out.println(done + " attacks, heap " + server.heapKib() / 1024 + " MiB after them");
            assertThat(server.pid()).as("the same process").isEqualTo(pid);
            assertThat(Files.readString(home.resolve("log/posthouse.log"))).doesNotContain("OutOfMemoryError");
            assertThat(Files.readString(home.resolve("stderr.txt"))).doesNotContain("OutOfMemoryError");
        }
    }

    private static void othersAreServed(Server server) throws IOException {
        Instant end = Instant.now().plus(LONG);
        try (Imap other = server.imap("kate@school.edu")) {
            while (Instant.now().isBefore(end)) {
                other.ok("NOOP");
                try (Smtp smtp = server.smtp()) {
                    smtp.expect("250", "EHLO client.example");
                    smtp.expect("250", "NOOP");
                }
            }
        }
    }

    private void again(Attack attack, Server server, AtomicInteger done) {
        while (!stopped) {
            try {
                attack.once(server);
            } catch (IOException e) {
                // It was sent away, as it should be.
                Thread.onSpinWait();
            }
            done.incrementAndGet();
        }
    }

    /** A large message and one that is many messages within each other. */
    private static void prepare(Server server) throws IOException {
        StringBuilder nested = new StringBuilder("Subject: nested\r\n");
        for (int i = 0; i < 5000; i++) {
            nested.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n--b");
            nested.append(i).append("\r\n");
        }
        byte[] large = ("Subject: large\r\n\r\n" + ("x".repeat(78) + "\r\n").repeat(60_000))
                .getBytes(StandardCharsets.US_ASCII);
        try (Imap imap = server.imap("ron@example.com")) {
            assertThat(imap.append("INBOX", large).ok()).isTrue();
            imap.append("INBOX", nested.toString().getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void endlessCommand(Server server) throws IOException {
        try (Imap imap = new Imap(server.port(143))) {
            for (int i = 0; i < 100; i++) {
                imap.send(new String(PIECE, StandardCharsets.US_ASCII));
            }
        }
    }

    private static Smtp inData(Server server) throws IOException {
        Smtp smtp = server.smtp();
        smtp.expect("250", "EHLO client.example");
        smtp.expect("250", "MAIL FROM:<ron@example.com>");
        smtp.expect("250", "RCPT TO:<kate@school.edu>");
        smtp.expect("354", "DATA");
        return smtp;
    }

    private static void endlessHeader(Server server) throws IOException {
        try (Smtp smtp = inData(server)) {
            for (int i = 0; i < 20; i++) {
                smtp.send("X-Header: and so on\r\n".repeat(3000));
            }
            smtp.ask("\r\n.");
        }
    }

    private static void hugeMessage(Server server) throws IOException {
        try (Smtp smtp = inData(server)) {
            for (int i = 0; i < 200; i++) {
                smtp.send(("y".repeat(78) + "\r\n").repeat(800));
            }
            // Gone without its end.
        }
    }

    private static void manyRecipients(Server server) throws IOException {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("250", "MAIL FROM:<ron@example.com>");
            for (int i = 0; i < 5; i++) {
                smtp.send("RCPT TO:<kate@school.edu>\r\n".repeat(1000));
                for (int each = 0; each < 1000; each++) {
                    smtp.reply();
                }
            }
        }
    }

    private static void literalsBeforeLogin(Server server) throws IOException {
        try (Imap imap = new Imap(server.port(143))) {
            for (int i = 0; i < 100; i++) {
                imap.send("a LOGIN {65000+}\r\n" + new String(PIECE, 0, 65000, StandardCharsets.US_ASCII) + " x\r\n");
            }
        }
    }

    private static void literalThatDoesNotCome(Server server) throws IOException {
        try (Imap imap = server.imap("ron@example.com")) {
            imap.send("a APPEND INBOX {20000000}\r\n");
            imap.response();
            for (int i = 0; i < 30; i++) {
                imap.send(new String(PIECE, StandardCharsets.US_ASCII));
            }
        }
    }

    private static void answersThatNobodyReads(Server server) throws IOException {
        try (Imap imap = server.imap("ron@example.com")) {
            imap.ok("EXAMINE INBOX");
            imap.send("a FETCH 1 BODY.PEEK[]\r\n".repeat(20));
            imap.response();
        }
    }

    private static void structures(Server server) throws IOException {
        try (Imap imap = server.imap("ron@example.com")) {
            imap.ok("EXAMINE INBOX");
            imap.ok("FETCH 1:* (ENVELOPE BODYSTRUCTURE)");
            imap.ok("SEARCH TEXT nowhere");
        }
    }
}
