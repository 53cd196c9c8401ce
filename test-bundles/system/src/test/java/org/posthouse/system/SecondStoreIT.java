package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who keeps the mail of a home goes on keeping it, whichever others are there, come, or are set. */
final class SecondStoreIT {
    private static final String SECOND = "org.example.another.store";
    private static final String KEEPER = "org.posthouse.store." + Server.STORE;
    private static final String LOG = "org.posthouse.store.log";
    private static final String SETTINGS = "org.posthouse.core.mailstore";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path home;

    @Test
    void aSecondStoreIsRefusedAndMailFlowsOn() throws Exception {
        try (Server server = Server.demo(home)) {
            deliver(server, 1);
            Path jar = home.resolve("plugins/another-store.jar");
            Distribution.altered(KEEPER, Map.of("Bundle-SymbolicName", SECOND), jar);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            server.posthouse("plugin", "why", SECOND).out())
                    .contains("belongs to " + KEEPER + ", which goes on serving it"));
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
    void aNewHomeKeepsItsMailInTheLogAlsoWhenThatIsReplacedAndWhenTheServerIsKilled() throws Exception {
        Server.choose(home, "log");
        try (Server server = Server.demo(home)) {
            deliver(server, 1);
            assertThat(server.posthouse("status").out()).contains("Mail is kept by " + LOG);
            assertThat(home.resolve("data/store/backend")).content().endsWith("\n" + LOG + "\n");
            Run wrong = server.posthouse("config", "set", SETTINGS, "store=lgo");
            assertThat(wrong.status()).isNotZero();
            Run other = server.posthouse("config", "set", SETTINGS, "store=jdbc");
            assertThat(other.status()).isNotZero();
            assertThat(other.err()).contains("the mail of this home is in " + LOG, "stop the server");
            assertThat(server.posthouse("config", "reset", SETTINGS).status()).isZero();
            deliver(server, 5);
            Distribution.altered(LOG, Map.of("Bundle-Version", "7.0.0"), home.resolve("plugins/store-log-7.jar"));
            deliver(server, 10);
            await().atMost(PATIENCE).until(() -> isUsed(server, "7.0.0"));
            deliver(server, 12);
            server.killHard();
            server.start();
            deliver(server, 13);
            assertThat(home.resolve("data/db/directory")).exists();
            assertThat(home.resolve("data/db/store"))
                    .as("what keeps no mail opens nothing")
                    .doesNotExist();
        }
    }

    @Test
    void aHomeForTheDatabaseKeepsItsMailThereWhateverIsWrittenIntoEtc() throws Exception {
        Server.choose(home, "jdbc");
        try (Server server = Server.demo(home)) {
            deliver(server, 2);
            assertThat(server.terminate()).isZero();
            Server.choose(home, "log");
            server.start();
            deliver(server, 3);
            Run health = server.posthouse("health");
            assertThat(health.status()).isNotZero();
            assertThat(health.out())
                    .contains("the setting store is log, but the mail of this home is in org.posthouse.store.jdbc");
            assertThat(server.posthouse("config", "reset", SETTINGS).status()).isZero();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(server.posthouse("health").out()).doesNotContain("the setting store"));
            assertThat(home.resolve("data/store/default/log")).doesNotExist();
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
