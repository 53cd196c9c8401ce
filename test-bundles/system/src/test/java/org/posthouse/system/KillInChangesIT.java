package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plug is pulled while an administrator changes something: afterwards it is as it was or as it was to be, and mail goes on. */
final class KillInChangesIT {
    private static final String EXAMPLE = "org.posthouse.example.filter";
    private static final String PIPELINE = "org.posthouse.core.pipeline";
    private static final boolean LONG = Boolean.getBoolean("posthouse.long");
    private static final int ROUNDS = Integer.getInteger("posthouse.kill.rounds", LONG ? 20 : 1);
    private static final int IMPORTED = 5;
    private static final Pattern VERSION = Pattern.compile("\"version\" : \"([12]\\.0\\.0)\"");

    private final long seed = Long.getLong("posthouse.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final ExecutorService administrator = Executors.newSingleThreadExecutor();

    @TempDir
    Path home;

    @TempDir
    Path elsewhere;

    @Test
    void whatWasUnderWayIsDoneOrNotDone() throws Exception {
        try (Server server = Server.demo(home)) {
            Path plugin = home.resolve("plugins/example-filter.jar");
            Files.copy(Distribution.exampleFilter("1.0.0"), plugin, StandardCopyOption.REPLACE_EXISTING);
            await().until(() -> version(server).equals("1.0.0"));
            for (int round = 0; round < ROUNDS; round++) {
                String people = "r" + round + "x";
                for (List<String> change : changes(people)) {
                    Future<Run> under = administrator.submit(() -> server.posthouse(change.toArray(String[]::new)));
                    LockSupport.parkNanos(
                            Duration.ofMillis(random.nextInt(1200)).toNanos());
                    server.killHard();
                    under.get();
                    server.start();
                    isWhole(server, people, change);
                }
            }
        } finally {
            administrator.shutdown();
        }
    }

    private List<List<String>> changes(String people) throws Exception {
        StringBuilder rows = new StringBuilder("address,password,name,quota\n");
        for (int i = 0; i < IMPORTED; i++) {
            rows.append(people).append(i).append("@school.edu,posthouse,Somebody,\n");
        }
        Path table = Files.writeString(elsewhere.resolve(people + ".csv"), rows);
        List<String> update = List.of(
                "plugin", "update", EXAMPLE, Distribution.exampleFilter("2.0.0").toString());
        List<String> undo = List.of("plugin", "undo", EXAMPLE);
        List<String> set = List.of("config", "set", PIPELINE, "breakerFailures=" + (3 + random.nextInt(5)));
        List<String> accounts = List.of("account", "import", table.toString());
        List<String> reload = List.of("reload", "--all");
        return LONG
                ? List.of(update, undo, set, accounts, reload)
                : List.of(List.of(update, undo, set, accounts, reload).get(random.nextInt(5)));
    }

    private void isWhole(Server server, String people, List<String> change) throws Exception {
        String when = String.join(" ", change) + ", seed " + seed;
        await(when).until(() -> !version(server).isEmpty());
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            assertThat(smtp.mail("ron@example.com", "kate@school.edu", "Subject: x\r\n\r\nx\r\n"))
                    .as(when)
                    .startsWith("250");
        }
        Run settings = server.posthouse("config", "show", PIPELINE);
        assertThat(settings.status()).as(when).isZero();
        assertThat(settings.out()).as(when).contains("breakerFailures");
        long imported = server.posthouse("account", "list", "school.edu")
                .out()
                .lines()
                .filter(line -> line.contains(people))
                .count();
        assertThat(imported).as(when).isIn(0L, (long) IMPORTED);
    }

    /** Empty: it does not run. */
    private static String version(Server server) throws Exception {
        String shown = server.posthouse("plugin", "show", EXAMPLE, "--json").out();
        Matcher version = VERSION.matcher(shown);
        return version.find() ? version.group(1) : "";
    }
}
