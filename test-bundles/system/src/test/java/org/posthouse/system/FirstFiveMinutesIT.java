package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger does first, as the README shows it, with real clients. */
final class FirstFiveMinutesIT {
    private static final Pattern QUEUED = Pattern.compile("250 2\\.0\\.0 \\S+ \\S+ (\\w+)");

    private static final Pattern SINCE = Pattern.compile("\"since\" : \"([^\"]+)\"");

    @TempDir
    Path home;

    private static String swaks(Server server, String to) throws Exception {
        Run run = Run.of(
                List.of("swaks", "--server", "127.0.0.1:" + server.port(25), "--from", "ron@example.com", "--to", to),
                "");
        return run.out() + run.err();
    }

    private static String readLast(Server server) throws Exception {
        String url = "imaps://127.0.0.1:" + server.port(993) + "/INBOX;MAILINDEX=1";
        Run run = Run.of(List.of("curl", "-sk", "--user", "kate@school.edu:posthouse", url), "");
        return run.out();
    }

    @Test
    void mailIsSentAndReadAndAStrangerRelaysNothing() throws Exception {
        try (Server server = Server.demo(home)) {
            assertThat(server.readyLine()).contains("127.0.0.1:" + server.port(25));
            assertThat(swaks(server, "kate@school.edu")).contains("<-  250 2.0.0");
            await().until(() -> readLast(server).contains("This is a test mailing"));
            assertThat(readLast(server))
                    .contains("Return-Path: <ron@example.com>")
                    .contains("Received: from ");
            assertThat(swaks(server, "someone@elsewhere.example"))
                    .contains("<** 550 5.7.1")
                    .doesNotContain("DATA");
            assertThat(server.terminate()).isZero();
            server.start();
            assertThat(readLast(server)).contains("This is a test mailing");
            assertThat(server.program("status").out()).contains("imaps").contains("up");
            assertThat(server.terminate()).isZero();
        }
    }

    @Test
    void aJarDroppedIntoPluginsJudgesWithinTwoSecondsAndTheTraceNamesItsVersion() throws Exception {
        try (Server server = Server.demo(home)) {
            Path plugIns = home.resolve("plugins");
            // A machine that is busy with something else may miss it once.
            assertThat(List.of(drop(server), drop(server), drop(server))).anyMatch(time -> time.toMillis() < 2_000);
            String id = queueId(swaks(server, "kate@school.edu"));
            await().until(() -> readLast(server).contains("X-Example-Filter: 1.0.0"));
            assertThat(server.program("trace", id).out()).contains("1.0.0");
            assertThat(server.program("trace", id, "--json").out()).contains("\"version\" : \"1.0.0\"");
            Files.delete(plugIns.resolve("example-filter.jar"));
            await().until(() -> !server.posthouse("filter", "order").out().contains("example"));
            assertThat(swaks(server, "kate@school.edu")).contains("<-  250 2.0.0");
        }
    }

    /** The time from the drop until the filter is at work, by the server's own clock. */
    private static Duration drop(Server server) throws Exception {
        Path jar = server.home().resolve("plugins/example-filter.jar");
        Files.deleteIfExists(jar);
        await().until(() -> !server.posthouse("filter", "order").out().contains("example"));
        Instant dropped = Instant.now();
        Files.copy(Distribution.exampleFilter("1.0.0"), jar);
        await().until(() -> server.posthouse("filter", "order").out().contains("example"));
        Matcher since = SINCE.matcher(server.posthouse("plugin", "show", "org.posthouse.example.filter", "--json")
                .out());
        assertThat(since.find()).isTrue();
        return Duration.between(dropped, Instant.parse(since.group(1)));
    }

    private static String queueId(String transcript) {
        Matcher matcher = QUEUED.matcher(transcript);
        assertThat(matcher.find()).as(transcript).isTrue();
        return matcher.group(1);
    }
}
