package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Homes of former releases, as their servers left them, with what was in them in {@code facts.txt}: today's server starts on each and
 * finds the same. {@code -Dposthouse.write=true} keeps one of today.
 */
final class KeptHomeIT {
    private static final Path KEPT = Distribution.tree().resolve("test-bundles/system/src/test/homes");
    private static final String FACTS = "facts.txt";
    private static final String PARTS = """
            Subject: =?utf-8?Q?gr=C3=BCn?=
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b

            one
            --b
            Content-Type: application/octet-stream
            Content-Transfer-Encoding: 8bit

            \u00e4\u00f6
            --b--
            """;

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> aHomeOfAFormerReleaseServesAllThatWasInIt() throws IOException {
        List<Path> archives = new ArrayList<>();
        try (Stream<Path> files = Files.list(KEPT)) {
            files.filter(file -> file.toString().endsWith(".tar.gz")).sorted().forEach(archives::add);
        }
        assertThat(archives).isNotEmpty();
        return archives.stream().map(archive -> DynamicTest.dynamicTest(name(archive), () -> serves(archive)));
    }

    private static String name(Path archive) {
        return archive.getFileName().toString().replace(".tar.gz", "");
    }

    private void serves(Path archive) throws Exception {
        Path home = Files.createDirectories(folder.resolve(name(archive)));
        assertThat(Run.of(List.of("tar", "xzf", archive.toString(), "-C", home.toString()), "")
                        .status())
                .isZero();
        List<String> facts = Files.readAllLines(home.resolve(FACTS));
        String level = Files.readString(home.resolve("etc/version"));
        assertThat(upgrade(home, "check")).contains("level " + level.strip(), "resolves", "has not said so");
        assertThat(upgrade(home, "apply")).contains("may be started");
        try (Server server = Server.demo(home)) {
            assertThat(HomeFacts.of(server)).containsExactlyElementsOf(facts);
            assertThat(server.terminate()).isZero();
            server.start();
            assertThat(HomeFacts.of(server)).containsExactlyElementsOf(facts);
            mailGoesOn(server);
            assertThat(upgrade(home, "apply")).contains("Nothing has changed");
            assertThat(upgrade(home, "apply", "--force")).contains("made anew");
            assertThat(upgrade(home, "apply")).contains("Nothing has changed");
            assertThat(upgrade(home, "commit")).contains("is committed");
            assertThat(home.resolve("data/upgrade")).doesNotExist();
        }
        // Written as it was until an administrator says otherwise, so that the former release can start on it again.
        assertThat(home.resolve("etc/version")).hasContent(level.strip());
    }

    private static String upgrade(Path home, String... step) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Distribution.command().toString(), "upgrade", "--home", home.toString()));
        command.addAll(List.of(step));
        Run run = Run.of(command, "");
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        return run.out();
    }

    private static void mailGoesOn(Server server) throws Exception {
        try (Smtp smtp = server.smtp();
                Imap kate = server.imap("kate@school.edu")) {
            int before = kate.count("INBOX");
            smtp.expect("250", "EHLO client.example");
            assertThat(smtp.mail("ron@example.com", "kate@school.edu", "Subject: after\r\n\r\nnew\r\n"))
                    .startsWith("250");
            await().until(() -> kate.count("INBOX") == before + 1);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "posthouse.write", matches = "true")
    void oneOfTodayIsKept() throws Exception {
        Path home = Files.createDirectories(folder.resolve("new"));
        Files.createDirectories(home.resolve("plugins"));
        Files.copy(Distribution.exampleFilter("1.0.0"), home.resolve("plugins/example-filter.jar"));
        try (Server server = Server.demo(home)) {
            furnish(server);
            Files.write(home.resolve(FACTS), HomeFacts.of(server), StandardCharsets.UTF_8);
            assertThat(server.terminate()).isZero();
        }
        String release =
                Distribution.command().getParent().getParent().getFileName().toString();
        Path archive = Files.createDirectories(KEPT).resolve(release + ".tar.gz");
        assertThat(Run.of(
                                List.of(
                                        "tar",
                                        "czf",
                                        archive.toString(),
                                        "-C",
                                        home.toString(),
                                        FACTS,
                                        "etc",
                                        "data",
                                        "plugins"),
                                "")
                        .status())
                .isZero();
    }

    private static void furnish(Server server) throws Exception {
        done(server, "domain", "add", "zoo.example");
        done(server, "alias", "add", "everybody@school.edu", "kate@school.edu", "ron@example.com");
        done(server, "alias", "add", "k.smith@school.edu", "kate@school.edu");
        done(server, "account", "set", "kate@school.edu", "--name", "Käthe Smith", "--quota", "1G");
        done(server, "forward", "set", "ron@example.com", "kate@school.edu", "--keep-copy");
        done(server, "relay", "allow", "192.0.2.0/24");
        done(server, "block", "add", "198.51.100.7");
        done(server, "config", "set", "org.posthouse.core.accounts", "shortestPassword=11");
        try (Imap kate = server.imap("kate@school.edu");
                Imap ron = server.imap("ron@example.com");
                Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            for (String to :
                    List.of("kate@school.edu", "everybody@school.edu", "k.smith@school.edu", "ron@example.com")) {
                smtp.mail("ron@example.com", to, "Subject: to " + to + "\r\n\r\n.dots.\r\n..\r\n");
            }
            await().until(() -> kate.count("INBOX") == 4 && ron.count("INBOX") == 2);
            kate.ok("CREATE Projects/2026");
            kate.ok("SUBSCRIBE Projects/2026");
            kate.ok("CREATE Entw&APw-rfe");
            kate.append("INBOX", PARTS.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            kate.append(
                    "INBOX",
                    ("Subject: big\r\n\r\n" + "0123456789\r\n".repeat(30_000)).getBytes(StandardCharsets.US_ASCII));
            kate.ok("SELECT INBOX");
            kate.ok("STORE 1 +FLAGS (\\Seen \\Flagged $Forwarded)");
            kate.ok("COPY 1:2 Projects/2026");
            kate.ok("STORE 2 +FLAGS (\\Deleted)");
            kate.ok("EXPUNGE");
            kate.ok("MOVE 2 Entw&APw-rfe");
            waiting(server, smtp);
        }
    }

    /** One mail waits in the queue. */
    private static void waiting(Server server, Smtp smtp) throws Exception {
        done(server, "plugin", "stop", "delivery.local");
        smtp.mail("kate@school.edu", "ron@example.com", "Subject: waits\r\n\r\nin the queue\r\n");
        done(server, "queue", "hold", "--all");
        done(server, "plugin", "start", "delivery.local");
    }

    private static void done(Server server, String... words) throws Exception {
        Run run = server.posthouse(words);
        assertThat(run.status()).as(String.join(" ", words) + ": " + run.err()).isZero();
    }
}
