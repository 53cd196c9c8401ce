package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second plug-in that wants to keep mail in the same folder is refused, and whoever keeps it goes on. */
final class SecondStoreIT {
    private static final String SECOND = "org.example.another.store";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path home;

    @Test
    void aSecondStoreIsRefusedAndMailFlowsOn() throws Exception {
        try (Server server = Server.demo(home)) {
            deliver(server, 1);
            Path jar = home.resolve("plugins/another-store.jar");
            Distribution.altered("org.posthouse.store.jdbc", Map.of("Bundle-SymbolicName", SECOND), jar);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            server.posthouse("plugin", "why", SECOND).out())
                    .contains("belongs to org.posthouse.store.jdbc, which goes on serving it"));
            assertThat(server.posthouse("plugin", "list").out()).contains(SECOND);
            deliver(server, 20);
            Files.delete(jar);
            await().atMost(PATIENCE)
                    .until(() -> !server.posthouse("plugin", "list").out().contains(SECOND));
            deliver(server, 21);
            assertThat(server.terminate()).isZero();
            server.start();
            deliver(server, 22);
        }
    }

    /** Delivers until there are so many. */
    private static void deliver(Server server, int wanted) throws Exception {
        try (Imap imap = server.imap("kate@school.edu");
                Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            for (int there = imap.count("INBOX"); there < wanted; there++) {
                int next = there + 1;
                assertThat(smtp.mail("ron@example.com", "kate@school.edu", "Subject: x\r\n\r\nx\r\n"))
                        .startsWith("250");
                await().atMost(PATIENCE).until(() -> imap.count("INBOX") == next);
            }
        }
    }
}
