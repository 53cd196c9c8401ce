package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a service in the background, and what becomes of a home. */
final class StartStopIT {
    @TempDir
    Path home;

    private Run posthouse(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(Distribution.command().toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--home", home.toString()));
        return Run.of(command, "");
    }

    @Test
    void itStartsInTheBackgroundAndStops() throws Exception {
        assertThat(posthouse("stop").status()).isEqualTo(3);
        Run down = posthouse("status", "--json");
        assertThat(down.status()).isEqualTo(3);
        assertThat(down.out()).contains("\"state\"", "down");
        String offset = Integer.toString(Ports.offset());
        Run start = posthouse("start", "--demo", "--port-offset", offset);
        try {
            assertThat(start.status()).as(start.err()).isZero();
            assertThat(start.out()).startsWith("Posthouse is ready");
            assertThat(posthouse("status").out()).contains("is up");
            assertThat(posthouse("start", "--demo", "--port-offset", offset).status())
                    .isEqualTo(1);
        } finally {
            assertThat(posthouse("stop").status()).isZero();
        }
        assertThat(posthouse("status").status()).isEqualTo(3);
    }

    @Test
    void aHomeOfAnUnknownLevelIsNotTouched() throws Exception {
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc/version"), "4711\n");
        Run run = posthouse("run", "--demo");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("4711");
        assertThat(home.resolve("data")).doesNotExist();
    }

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

    private void drop() throws IOException {
        Path plugIns = Files.createDirectories(home.resolve("plugins"));
        Files.copy(Distribution.exampleFilter("1.0.0"), plugIns.resolve("example-filter.jar"));
    }
}
