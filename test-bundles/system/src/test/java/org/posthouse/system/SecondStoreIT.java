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
    private static final String LOG = "org.posthouse.store.log";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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

    @Test
    void theStoreThatIsChosenKeepsTheMailAlsoWhenItIsReplacedAndWhenTheServerIsKilled() throws Exception {
        try (Server server = Server.demo(home)) {
            deliver(server, 1);
            Path jar = home.resolve("plugins/store-log.jar");
            Distribution.altered(LOG, Map.of(), jar);
            await().atMost(PATIENCE).until(() -> isUsed(server, ""));
            Run wrong = server.posthouse("config", "set", "org.posthouse.core.mailstore", "store=lgo");
            assertThat(wrong.status()).isNotZero();
            assertThat(wrong.err()).contains("there is no store lgo");
            await().atMost(PATIENCE).untilAsserted(() -> {
                Run chosen = server.posthouse("config", "set", "org.posthouse.core.mailstore", "store=log");
                assertThat(chosen.status()).as(chosen.err()).isZero();
            });
            await().atMost(PATIENCE).untilAsserted(() -> {
                try (Imap imap = server.imap("kate@school.edu")) {
                    assertThat(imap.count("INBOX")).isZero();
                }
            });
            deliver(server, 5);
            Distribution.altered(LOG, Map.of("Bundle-Version", "7.0.0"), home.resolve("plugins/store-log-7.jar"));
            deliver(server, 10);
            await().atMost(PATIENCE).until(() -> isUsed(server, "7.0.0"));
            deliver(server, 12);
            server.killHard();
            server.start();
            deliver(server, 13);
        }
    }

    private static boolean isUsed(Server server, String version) throws Exception {
        return server.posthouse("plugin", "list")
                .out()
                .lines()
                .anyMatch(line -> line.contains(LOG) && line.contains(version) && line.contains("active"));
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
