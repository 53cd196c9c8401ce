package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One setting, changed through every door in any order, with the plug pulled now and then: the last change is the truth. */
final class ConfigTruthIT {
    private static final String PID = "org.posthouse.protocol.smtp";
    private static final int CHANGES = Integer.getInteger("posthouse.config.changes", 100);
    /** Changes between two kills. */
    private static final int LIFE = 25;

    private static final Duration SEEN = Duration.ofMinutes(3);

    private static final HttpClient BROWSER = HttpClient.newHttpClient();

    @TempDir
    Path home;

    private Path file;

    @Test
    void theLastChangeWinsWhicheverDoorItCameThrough() throws Exception {
        long seed = Long.getLong("posthouse.config.seed", System.nanoTime());
        System.out.println("changes in the order of -Dposthouse.config.seed=" + seed);
        Random random = new Random(seed);
        file = home.resolve("etc").resolve(PID + ".config");
        try (Server server = Server.demo(home)) {
            for (int change = 1; change <= CHANGES; change++) {
                Door door = door(random);
                change(server, door, name(change));
                boolean kill = change % LIFE == 0;
                if (kill) {
                    server.killHard();
                    assertThat(Files.readString(file)).contains(name(change));
                    server.start();
                }
                // Sometimes the next change comes on the heels of this one.
                if (kill || change == CHANGES || random.nextInt(3) > 0) {
                    awaitSeen(server, name(change), door);
                }
            }
            assertThat(Files.readString(file)).contains(name(CHANGES));
            assertThat(server.posthouse("config", "show", PID).out()).contains(name(CHANGES));
        }
    }

    private static Door door(Random random) {
        // A command is a process of its own, and takes its time.
        return random.nextInt(4) == 0
                ? List.of(Door.COMMAND, Door.SHELL).get(random.nextInt(2))
                : List.of(Door.CONSOLE, Door.RENAMED_FILE, Door.EDITED_FILE).get(random.nextInt(3));
    }

    private static String name(int change) {
        return "mx" + change + ".posthouse.example";
    }

    private void change(Server server, Door door, String name) throws Exception {
        switch (door) {
            case COMMAND -> acknowledged(server.posthouse("config", "set", PID, "hostName=" + name), name);
            case SHELL ->
                acknowledged(server.posthouse("shell", "posthouse:config set " + PID + " hostName=" + name), name);
            // It comes up after mail does, and refuses while a hand's edit is being taken over.
            case CONSOLE ->
                await().atMost(SEEN)
                        .ignoreExceptions()
                        .until(() -> saved(server, name) == HttpURLConnection.HTTP_MOVED_TEMP);
            case RENAMED_FILE -> {
                Path fresh = Files.writeString(home.resolve("fresh"), text(name));
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
            case EDITED_FILE -> Files.writeString(file, text(name));
        }
    }

    /** What a command has acknowledged is in the file. */
    private void acknowledged(Run run, String name) throws IOException {
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        assertThat(Files.readString(file)).contains(name);
    }

    /** As the form of the console sends it; the status of the answer. */
    private static int saved(Server server, String name) throws IOException, InterruptedException {
        URI page = URI.create("http://127.0.0.1:" + server.port(8080) + "/system/console/configMgr/" + PID);
        String login = Base64.getEncoder().encodeToString("admin:posthouse".getBytes(StandardCharsets.US_ASCII));
        HttpRequest form = HttpRequest.newBuilder(page)
                .timeout(SEEN)
                .header("Authorization", "Basic " + login)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("apply=true&propertylist=hostName&hostName=" + name))
                .build();
        return BROWSER.send(form, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static String text(String name) {
        return "# by hand\nhostName = \"" + name + "\"\n";
    }

    /** By whoever connects. */
    private static void awaitSeen(Server server, String name, Door door) {
        await().atMost(SEEN).pollInterval(Duration.ofMillis(25)).untilAsserted(() -> assertThat(greeting(server))
                .as("after a change by " + door)
                .contains(name));
    }

    private static String greeting(Server server) throws IOException {
        try (Smtp smtp = server.smtp()) {
            return smtp.greeting();
        }
    }

    /** What settings are changed through. */
    private enum Door {
        COMMAND,
        SHELL,
        CONSOLE,
        RENAMED_FILE,
        EDITED_FILE
    }
}
