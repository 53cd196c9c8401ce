package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to end while it is at work. */
final class TerminateIT {
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

    @Test
    void aMailUnderWayIsTakenInAndWhoWaitsIsTold() throws Exception {
        int before = count();
        try (Imap idle = server.imap("kate@school.edu");
                Smtp busy = server.smtp()) {
            busy.expect("250", "EHLO client.example");
            busy.expect("250", "MAIL FROM:<ron@example.com>");
            busy.expect("250", "RCPT TO:<kate@school.edu>");
            busy.expect("354", "DATA");
            busy.send("Subject: late\r\n\r\nhalf of it\r\n");
            CompletableFuture<Integer> status = CompletableFuture.supplyAsync(TerminateIT::terminate);
            assertThat(idle.response()).startsWith("* BYE");
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThatThrownBy(() -> server.smtp().close()).isInstanceOf(ConnectException.class));
            // Whoever was to be stopped at once is stopped by now.
            assertThat(CompletableFuture.supplyAsync(() -> 0, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)))
                    .succeedsWithin(Duration.ofSeconds(60));
            busy.send("the other half\r\n.\r\n");
            assertThat(busy.reply()).startsWith("250");
            assertThat(busy.reply()).startsWith("421");
            assertThat(status.get(120, TimeUnit.SECONDS)).isZero();
        }
        assertThat(home.resolve("log/posthouse.log"))
                .content()
                .containsSubsequence("begins on Java", "is ready", "ends");
        server.start();
        try (Imap kate = server.imap("kate@school.edu")) {
            Awaitility.await().until(() -> kate.count("INBOX") == before + 1);
        }
    }

    @Test
    void aMailBegunIsFinishedAndThenItsSenderIsToldToo() throws Exception {
        int before = count();
        try (Imap idle = server.imap("kate@school.edu");
                Smtp busy = server.smtp()) {
            busy.expect("250", "EHLO client.example");
            busy.expect("250", "MAIL FROM:<ron@example.com>");
            busy.expect("250", "RCPT TO:<kate@school.edu>");
            CompletableFuture<Integer> status = CompletableFuture.supplyAsync(TerminateIT::terminate);
            assertThat(idle.response()).startsWith("* BYE");
            busy.expect("354", "DATA");
            busy.send("Subject: late\r\n\r\nall of it\r\n.\r\n");
            assertThat(busy.reply()).startsWith("250");
            assertThat(busy.reply()).startsWith("421");
            assertThat(status.get(120, TimeUnit.SECONDS)).isZero();
        }
        server.start();
        try (Imap kate = server.imap("kate@school.edu")) {
            Awaitility.await().until(() -> kate.count("INBOX") == before + 1);
        }
    }

    private static int count() throws IOException {
        try (Imap kate = server.imap("kate@school.edu")) {
            return kate.count("INBOX");
        }
    }

    private static int terminate() {
        try {
            return server.terminate();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
