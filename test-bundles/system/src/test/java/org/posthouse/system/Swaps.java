package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Puts higher versions of bundles in the place of those that run, and takes them away again. */
final class Swaps {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Server server;
    private final Path jars;

    Swaps(Server server) throws IOException {
        this.server = server;
        this.jars = Files.createDirectories(server.home().resolve("jars"));
    }

    /** A jar with the same content and a higher version, made but not put in yet. */
    Path made(String name, String version) throws IOException {
        Path jar = jars.resolve(name + "-" + version + ".jar");
        Distribution.altered(Distribution.jar(name), Map.of("Bundle-Version", version), jar);
        return jar;
    }

    /** {@code posthouse plugin update}. */
    void update(String name, Path jar) throws Exception {
        Run run = server.posthouse("plugin", "update", name, jar.toString());
        assertThat(run.status()).as(run.err()).isZero();
    }

    /** By a file of its own that is moved into the folder. */
    void drop(String name, Path jar) throws Exception {
        Path file = dropped(name);
        Path arriving = file.resolveSibling("." + file.getFileName() + ".arriving");
        Files.copy(jar, arriving);
        Files.move(arriving, file);
    }

    /** {@code posthouse plugin undo}. */
    void undo(String name) throws Exception {
        Run run = server.posthouse("plugin", "undo", name);
        assertThat(run.status()).as(run.err()).isZero();
    }

    void takeAway(String name) throws IOException {
        Files.delete(dropped(name));
    }

    void awaitVersion(String name, String version) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            String shown = server.posthouse("plugin", "show", name, "--json").out();
            return shown.contains("\"version\" : \"" + version + "\"") && shown.contains("\"state\" : \"active\"");
        });
    }

    /** The server sees in its log how the classes of a version that was taken out leave the memory. */
    void awaitCollected(List<String> names, String version) {
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            Run.of(List.of("jcmd", Long.toString(server.pid()), "GC.run"), "");
            server.posthouse("plugin", "why", names.get(0));
            String log = Files.readString(server.home().resolve("log/posthouse.log"));
            assertThat(names)
                    .allSatisfy(name -> assertThat(log).contains(name + " " + version + ": its classes have left"));
        });
    }

    private Path dropped(String name) {
        return server.home().resolve("plugins").resolve(name + "-dropped.jar");
    }
}
