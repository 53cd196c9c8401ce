package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail is fetched and taken away by POP3, also by a client that dies. */
final class Pop3IT {
    private static final String KATE = "kate@school.edu";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String PLUG_IN = "org.posthouse.protocol.pop3";

    @TempDir
    static Path home;

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server = Server.demo(home);
    }

    @AfterAll
    static void end() throws IOException {
        server.close();
    }

    @BeforeEach
    void empty() throws IOException {
        try (Imap imap = server.imap(KATE)) {
            imap.ok("SELECT INBOX");
            imap.ok("UID STORE 1:* +FLAGS (\\Deleted)");
            imap.ok("EXPUNGE");
        }
    }

    @Test
    void i13AMaildropIsForOneClientAndFreeWhenThatDies() throws Exception {
        deliver(2);
        try (Pop3 first = pop3()) {
            assertThat(first.login(KATE)).startsWith("+OK 2 ");
            first.ok("DELE 1");
            try (Pop3 second = pop3()) {
                assertThat(second.login(KATE)).startsWith("-ERR [IN-USE]");
            }
            first.die();
        }
        try (Pop3 next = pop3()) {
            await().atMost(PATIENCE).until(() -> next.login(KATE).startsWith("+OK 2 "));
            next.ok("DELE 2");
            assertThat(count()).as("before QUIT").isEqualTo(2);
            next.ok("QUIT");
        }
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void i13WhatAnImapClientTakesAwayHindersNobody() throws Exception {
        deliver(3);
        try (Pop3 pop3 = pop3();
                Imap imap = server.imap(KATE)) {
            pop3.login(KATE);
            List<String> ids = pop3.lines("UIDL");
            imap.ok("SELECT INBOX");
            imap.ok("STORE 1 +FLAGS (\\Deleted)");
            imap.ok("EXPUNGE");
            assertThat(pop3.ask("RETR 1")).startsWith("-ERR");
            assertThat(pop3.lines("RETR 2")).contains("Subject: mail 2", ".dot");
            assertThat(pop3.lines("UIDL")).isEqualTo(ids);
            pop3.ok("DELE 1");
            pop3.ok("DELE 2");
            pop3.ok("QUIT");
            assertThat(count()).isEqualTo(1);
            try (Pop3 next = pop3()) {
                next.login(KATE);
                assertThat(next.lines("UIDL")).containsExactly("1" + ids.get(2).substring(1));
            }
        }
    }

    @Test
    void aNewVersionGoesOnInTheMidstOfASession() throws Exception {
        Path newer = home.resolve("plugins/pop3.jar");
        deliver(3);
        try (Pop3 pop3 = pop3();
                Pop3 stranger = pop3()) {
            stranger.ok("USER ron@example.com");
            pop3.login(KATE);
            pop3.ok("DELE 2");
            Distribution.altered(PLUG_IN, Map.of("Bundle-Version", "99.0.0"), newer);
            awaitVersion("99.0.0");
            assertThat(pop3.ask("STAT")).startsWith("+OK 2 ");
            assertThat(pop3.lines("RETR 3")).contains("Subject: mail 3", ".dot");
            assertThat(stranger.ask("PASS posthouse")).startsWith("+OK 0 ");
            try (Pop3 second = pop3()) {
                assertThat(second.login(KATE)).startsWith("-ERR [IN-USE]");
            }
            pop3.ok("QUIT");
        }
        assertThat(count()).isEqualTo(2);
        Files.delete(newer);
        awaitVersion(Distribution.version(PLUG_IN));
    }

    private static void awaitVersion(String version) {
        await().atMost(PATIENCE).until(() -> server.posthouse("plugin", "list")
                .out()
                .lines()
                .anyMatch(line -> line.contains(PLUG_IN) && line.contains(version)));
    }

    @Test
    void aDamagedMessageIsRefusedAndTheOthersAreServed() throws Exception {
        deliver(3);
        damage("Subject: mail 2\r\n");
        try (Pop3 pop3 = pop3()) {
            pop3.login(KATE);
            assertThat(pop3.ask("RETR 2")).startsWith("-ERR [SYS/PERM]");
            assertThat(pop3.ask("TOP 2 0")).startsWith("-ERR [SYS/PERM]");
            assertThat(pop3.lines("RETR 1")).contains("Subject: mail 1");
            assertThat(pop3.lines("RETR 3")).contains("Subject: mail 3");
        }
        try (Imap imap = server.imap(KATE)) {
            imap.ok("SELECT INBOX");
            Imap.Answer answer = imap.ask("FETCH 1:3 BODY.PEEK[]");
            assertThat(answer.tagged()).startsWith("NO [CORRUPTION]");
            assertThat(String.join("", answer.untagged()))
                    .contains("Subject: mail 1", "Subject: mail 3")
                    .doesNotContain("Hello Kbte");
        }
        await().untilAsserted(() -> assertThat(Files.readString(home.resolve("log/posthouse.log")))
                .containsPattern("org.posthouse.store.*is damaged"));
    }

    /** Changes one letter of the message with this line. */
    private void damage(String line) throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("data/store"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                int at = Files.readString(file, StandardCharsets.ISO_8859_1).indexOf(line);
                if (at >= 0) {
                    change(file, at);
                }
            }
        }
    }

    /** The second letter of the name that comes next. */
    private static void change(Path file, int from) throws IOException {
        int name = Files.readString(file, StandardCharsets.ISO_8859_1).indexOf("Hello Kate", from);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'b'}), name + "Hello K".length());
        }
    }

    private static Pop3 pop3() throws IOException {
        return new Pop3(server.port(110));
    }

    private static int count() throws IOException {
        try (Imap imap = server.imap(KATE)) {
            return imap.count("INBOX");
        }
    }

    private static void deliver(int mails) throws Exception {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            for (int number : IntStream.rangeClosed(1, mails).toArray()) {
                String text = "Subject: mail " + number + "\r\n\r\nHello Kate\r\n.dot\r\n";
                assertThat(smtp.mail("ron@example.com", KATE, text)).startsWith("250");
                await().atMost(PATIENCE).until(() -> count() == number);
            }
        }
    }
}
