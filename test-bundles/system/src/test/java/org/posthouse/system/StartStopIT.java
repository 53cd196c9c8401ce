package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a home from one start to the next. */
final class StartStopIT {
    @TempDir
    Path home;

    @Test
    void safeLeavesPlugInsAlone() throws Exception {
        drop();
        try (Server server = Server.demo(home, "--safe")) {
            assertThat(server.posthouse("filter", "order").out()).doesNotContain("example");
            server.terminate();
            server.start();
            assertThat(server.posthouse("filter", "order").out()).contains("example");
        }
    }

    @Test
    void deletingTheCacheWhileStoppedChangesNothing() throws Exception {
        drop();
        try (Server server = Server.demo(home)) {
            server.posthouse("domain", "add", "zoo.example");
            server.posthouse("config", "set", "org.posthouse.core.accounts", "shortestPassword=11");
            server.terminate();
            Run.of(List.of("rm", "-r", home.resolve("cache").toString()), "");
            server.start();
            assertThat(server.posthouse("filter", "order").out()).contains("example");
            assertThat(server.posthouse("domain", "list").out()).contains("zoo.example");
            assertThat(server.posthouse("config", "show", "org.posthouse.core.accounts")
                            .out())
                    .contains("11");
        }
    }

    @Test
    void aStartTakesTheClassesOfBundlesOutOfTheArchiveThatAFormerOneLeft() throws Exception {
        Path archive = StartArchive.file();
        // It is made with what the processors have left.
        await().atMost(Duration.ofMinutes(6)).until(() -> Files.exists(archive));
        assumeTrue(Files.size(archive) > 0, "this Java makes no archive");
        Path classes = home.resolve("classes.txt");
        String java =
                "POSTHOUSE_JVM=-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -Xlog:class+load:file=" + classes;
        try (Server server = Server.under(List.of("env", java), home)) {
            assertThat(server.terminate()).isZero();
        }
        try (Stream<String> lines = Files.lines(classes)) {
            assertThat(lines.filter(line -> line.contains(" org.posthouse.") && line.contains("shared objects")))
                    .hasSizeGreaterThan(300);
        }
    }

    private void drop() throws IOException {
        Path plugIns = Files.createDirectories(home.resolve("plugins"));
        Files.copy(Distribution.exampleFilter("1.0.0"), plugIns.resolve("example-filter.jar"));
    }
}
