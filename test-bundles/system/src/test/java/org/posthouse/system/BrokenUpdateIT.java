package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An update that cannot work changes nothing, by whichever door it comes, while mail flows; and what was changed is undone. */
final class BrokenUpdateIT {
    private static final String NAME = "org.posthouse.protocol.smtp";
    private static final String DROPPED = NAME + "-9.0.1.jar";
    private static final List<String> USERS = List.of("kate@school.edu", "ron@example.com");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path home;

    private Server server;

    @Test
    void theFormerVersionGoesOnAndItIsSaidWhy() throws Exception {
        try (Server started = Server.demo(home);
                Load load = new Load(started.port(25), 4, 20, USERS).begin()) {
            server = started;
            String former = Distribution.version(NAME);
            for (Map.Entry<Path, String> broken : broken().entrySet()) {
                Run update = server.posthouse(
                        "plugin", "update", NAME, broken.getKey().toString());
                assertThat(update.status())
                        .as(broken.getKey() + " " + update.out())
                        .isEqualTo(1);
                assertThat(update.err()).contains(broken.getValue());
                goesOn(former);
                Path dropped = drop(broken.getKey());
                await().atMost(PATIENCE).until(() -> why().lines()
                        .anyMatch(line -> line.contains(DROPPED) && line.contains(broken.getValue())));
                goesOn(former);
                Files.delete(dropped);
                await().atMost(PATIENCE).until(() -> !why().contains(DROPPED));
            }
            String other = "org.posthouse.delivery.local";
            Run wrong = server.posthouse(
                    "plugin",
                    "update",
                    NAME,
                    new Swaps(server).made(other, "9.0.1").toString());
            assertThat(wrong.status()).isEqualTo(1);
            assertThat(wrong.err()).contains(other + ", which cannot replace " + NAME);
            growsSlowly(former);
            assertThat(load.end().faults()).isEmpty();
        }
    }

    @Test
    void commandsGoOnWhenOneHasReplacedTheirOwnBundle() throws Exception {
        String shell = "org.posthouse.console.shell";
        try (Server started = Server.demo(home)) {
            Swaps swaps = new Swaps(started);
            swaps.update(shell, swaps.made(shell, "9.0.1"));
            swaps.awaitVersion(shell, "9.0.1");
            swaps.update(shell, swaps.made(shell, "9.0.2"));
            swaps.awaitVersion(shell, "9.0.2");
            swaps.undo(shell);
            swaps.awaitVersion(shell, "9.0.1");
        }
    }

    @Test
    void changesThatMeetAreMadeOneAfterTheOther() throws Exception {
        ExecutorService administrators = Executors.newFixedThreadPool(2);
        try (Server started = Server.demo(home)) {
            server = started;
            Swaps swaps = new Swaps(server);
            Path one = swaps.made(NAME, "9.0.1");
            Path two = swaps.made(NAME, "9.0.2");
            Path three = swaps.made(NAME, "9.0.3");
            Path four = swaps.made(NAME, "9.0.4");
            try (Load load = new Load(server.port(25), 4, 20, USERS).begin()) {
                Future<Run> lower = administrators.submit(() -> update(one));
                Future<Run> higher = administrators.submit(() -> update(two));
                assertThat(higher.get(180, TimeUnit.SECONDS).status()).isZero();
                Run first = lower.get(180, TimeUnit.SECONDS);
                assertThat(first.status() == 0 || first.err().contains("the higher version 9.0.2"))
                        .as(first.err())
                        .isTrue();
                swaps.awaitVersion(NAME, "9.0.2");
                swaps.update(NAME, three);
                Run undone = server.posthouse("plugin", "undo", NAME);
                assertThat(undone.out()).contains("9.0.2 is in charge again; it was written into " + home);
                goesOn("9.0.2");
                assertThat(load.end().faults()).isEmpty();
                SwapUnderLoadIT.awaitEmptyQueue(server);
                Delivered delivered = Delivered.of(server, USERS);
                assertThat(delivered.copies().keySet()).isEqualTo(load.accepted());
                assertThat(delivered.copies().values())
                        .allSatisfy(copies -> assertThat(copies).hasSize(1));
            }
            Future<Run> reload = administrators.submit(() -> server.posthouse("reload", "--all"));
            Run update = update(four);
            assertThat(reload.get(180, TimeUnit.SECONDS).status()).isZero();
            // Who is told that the server has gone does not know whether it was done.
            await().atMost(PATIENCE).until(() -> {
                String shown =
                        server.posthouse("plugin", "show", NAME, "--json").out();
                return shown.contains("\"state\" : \"active\"")
                        && (shown.contains("\"version\" : \"9.0.4\"")
                                || (update.status() != 0 && shown.contains("\"version\" : \"9.0.2\"")));
            });
            server.smtp().close();
        } finally {
            administrators.shutdownNow();
        }
    }

    private Run update(Path jar) throws Exception {
        return server.posthouse("plugin", "update", NAME, jar.toString());
    }

    @Test
    void undoHoldsAfterARestartAndAnUndoneVersionStaysAway() throws Exception {
        try (Server started = Server.demo(home)) {
            server = started;
            Swaps swaps = new Swaps(server);
            String former = Distribution.version(NAME);
            swaps.update(NAME, swaps.made(NAME, "9.0.1"));
            swaps.awaitVersion(NAME, "9.0.1");
            assertThat(server.terminate()).isZero();
            server.start();
            swaps.awaitVersion(NAME, "9.0.1");
            swaps.undo(NAME);
            swaps.awaitVersion(NAME, former);
            assertThat(server.terminate()).isZero();
            server.start();
            swaps.awaitVersion(NAME, former);
            try (Smtp smtp = server.smtp()) {
                smtp.expect("250", "EHLO client.example");
                assertThat(smtp.mail("a@b.example", USERS.get(0), "Subject: x\r\n\r\nx\r\n"))
                        .startsWith("250");
            }
            swaps.awaitVersion(NAME, former);
        }
    }

    /** With a word of what is said of each. */
    private Map<Path, String> broken() throws IOException {
        Path folder = Files.createDirectories(home.resolve("jars"));
        byte[] whole = Files.readAllBytes(Distribution.bundle(NAME));
        String imports;
        try (JarFile jar = new JarFile(Distribution.bundle(NAME).toFile())) {
            imports = jar.getManifest().getMainAttributes().getValue("Import-Package");
        }
        Map<Path, String> all = new LinkedHashMap<>();
        all.put(Files.write(folder.resolve("cut.jar"), Arrays.copyOf(whole, whole.length / 2)), "broken or incomplete");
        all.put(
                Files.write(folder.resolve("text.jar"), "not a zip".getBytes(StandardCharsets.US_ASCII)),
                "broken or incomplete");
        all.put(made("lacks.jar", Map.of("Import-Package", imports + ",org.example.hay")), "org.example.hay");
        all.put(made("activator.jar", Map.of("Bundle-Activator", "org.example.Nobody")), "org.example.Nobody");
        all.put(
                made("less.jar", Map.of("Service-Component", "OSGI-INF/org.posthouse.protocol.smtp.mx.xml")),
                "which the version before does");
        return all;
    }

    private Path made(String file, Map<String, String> words) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(words);
        all.put("Bundle-Version", "9.0.1");
        Path jar = home.resolve("jars").resolve(file);
        Distribution.altered(NAME, all, jar);
        return jar;
    }

    /** Under a name that tells what it is meant for. */
    private Path drop(Path jar) throws IOException {
        Path file = home.resolve("plugins").resolve(DROPPED);
        Path arriving = file.resolveSibling(".arriving");
        Files.copy(jar, arriving, StandardCopyOption.REPLACE_EXISTING);
        return Files.move(arriving, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void growsSlowly(String former) throws Exception {
        Path jar = made("whole.jar", Map.of());
        byte[] whole = Files.readAllBytes(jar);
        Path file = home.resolve("plugins/slow.jar");
        for (int part = 1; part <= 5; part++) {
            Files.write(file, Arrays.copyOf(whole, whole.length * part / 6));
            goesOn(former);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        Files.write(file, whole);
        new Swaps(server).awaitVersion(NAME, "9.0.1");
    }

    private void goesOn(String former) throws Exception {
        String shown = server.posthouse("plugin", "show", NAME, "--json").out();
        assertThat(shown).contains("\"version\" : \"" + former + "\"", "\"state\" : \"active\"");
    }

    private String why() throws Exception {
        return server.posthouse("plugin", "why", NAME).out();
    }
}
