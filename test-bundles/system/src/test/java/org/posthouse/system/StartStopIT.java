package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a home from one start to the next. */
final class StartStopIT {
    private static final int DAMAGED_OCTETS = 1_000_000;

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

    @Test
    void aDamagedArchiveCostsOneStartAtMost() throws Exception {
        Path archive = StartArchive.file();
        await().atMost(Duration.ofMinutes(6)).until(() -> Files.exists(archive));
        assumeTrue(Files.size(archive) > 0, "this Java makes no archive");
        Path cache = Files.createDirectories(home.resolve("cache"));
        Path damaged = cache.resolve("start.jsa");
        try (FileChannel from = FileChannel.open(archive, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(damaged, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            from.transferTo(0, DAMAGED_OCTETS, to);
        }
        String java = "POSTHOUSE_JVM=-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -XX:-CreateCoredumpOnCrash"
                + " -XX:ErrorFile=" + home.resolve("crash%p.txt");
        List<String> ownArchive = List.of("env", "-u", "POSTHOUSE_ARCHIVE", java);
        try (Server server = served(ownArchive)) {
            assertThat(damaged).doesNotExist();
            assertThat(cache.resolve("start.trial")).doesNotExist();
            assertThat(server.terminate()).isZero();
        }
        // Where it is known how long it was, not even the first one fails.
        Files.writeString(damaged, "short");
        Files.writeString(cache.resolve("start.jsa.size"), "54000000 abcdef01\n");
        try (Server server = Server.under(ownArchive, home)) {
            assertThat(damaged).doesNotExist();
            assertThat(server.terminate()).isZero();
        }
    }

    /** By the first start, or by the second. */
    private Server served(List<String> prefix) throws Exception {
        try {
            return Server.under(prefix, home);
        } catch (IOException e) {
            assertThat(home.resolve("cache/start.trial")).isNotEmptyFile();
            return Server.under(prefix, home);
        }
    }

    private void drop() throws IOException {
        Path plugIns = Files.createDirectories(home.resolve("plugins"));
        Files.copy(Distribution.exampleFilter("1.0.0"), plugIns.resolve("example-filter.jar"));
    }
}
