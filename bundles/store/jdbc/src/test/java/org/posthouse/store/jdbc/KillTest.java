package org.posthouse.store.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.Snapshot;

/** What survives {@code kill -9}. */
final class KillTest {
    private static final int ROUNDS = 2;

    @TempDir
    private Path folder;

    private final Map<String, Acknowledged> accounts = new HashMap<>();

    /** What one account was told. */
    private static final class Acknowledged {
        private final Map<Long, String> texts = new HashMap<>();
        private final Set<Long> flagged = new HashSet<>();
        private final Set<Long> expunged = new HashSet<>();
        private Optional<Long> maybeExpunged = Optional.empty();
        private Optional<String> maybeAppended = Optional.empty();
    }

    @Test
    void whatWasAcknowledgedSurvivesAKillAndNothingIsHalfThere() throws Exception {
        Random random = new Random(42);
        for (int round = 0; round < ROUNDS; round++) {
            runAndKill(round, 20 + random.nextInt(200));
            try (TestHome home = new TestHome(folder)) {
                for (int i = 0; i < CrashingWriter.THREADS; i++) {
                    check(home.open(), new AccountId("account-" + i));
                }
            }
        }
        assertThat(accounts.values().stream().mapToInt(one -> one.texts.size()).sum())
                .isGreaterThan(20);
        noOrphansStay();
    }

    private void runAndKill(int round, int lines) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingWriter.class.getName(),
                        folder.toString(),
                        Integer.toString(round))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = process.inputReader(UTF_8)) {
            for (int i = 0; i < lines; i++) {
                note(said.readLine());
            }
            // By its handle, as the process itself would close what is still to be read.
            process.toHandle().destroyForcibly();
            process.waitFor();
            said.lines().filter(line -> !line.isEmpty()).forEach(this::note);
        }
    }

    private void note(String line) {
        assertThat(line).as("the writer's word").isNotNull();
        String[] words = line.split(" ");
        if (words.length < 4) {
            return;
        }
        Acknowledged account = accounts.computeIfAbsent(words[2], id -> new Acknowledged());
        switch (words[0] + " " + words[1]) {
            case "try append" -> account.maybeAppended = Optional.of(words[3]);
            case "done append" -> {
                if (words.length == 5) {
                    account.texts.put(Long.valueOf(words[4]), words[3]);
                    account.maybeAppended = Optional.empty();
                }
            }
            case "try expunge" -> account.maybeExpunged = Optional.of(Long.valueOf(words[3]));
            case "done expunge" -> account.expunged.add(Long.valueOf(words[3]));
            case "done flag" -> account.flagged.add(Long.valueOf(words[3]));
            default -> assertThat(line).startsWith("try flag");
        }
    }

    private void check(JdbcStore store, AccountId id) throws Exception {
        Acknowledged account = accounts.getOrDefault(id.value(), new Acknowledged());
        if (store.mailboxes(id).all().isEmpty()) {
            assertThat(account.texts).isEmpty();
            return;
        }
        if (account.maybeAppended.isPresent()) {
            String text = account.maybeAppended.get();
            long uid = store.commit(id, text, Optional.empty(), List.of(CrashingWriter.append(text)))
                    .made()
                    .get(0)
                    .uid();
            account.texts.put(uid, text);
            account.maybeAppended = Optional.empty();
        }
        Snapshot snapshot = store.read(id, CrashingWriter.BOX);
        account.maybeExpunged.filter(uid -> snapshot.indexOf(uid) < 0).ifPresent(account.expunged::add);
        account.maybeExpunged = Optional.empty();
        Map<Long, String> there = new HashMap<>();
        for (int i = 0; i < snapshot.count(); i++) {
            try (Content content = store.content(id, CrashingWriter.BOX, snapshot.uid(i))) {
                there.put(snapshot.uid(i), new String(content.bytes(0, 1000), UTF_8));
            }
            assertThat(store.structure(id, CrashingWriter.BOX, snapshot.uid(i)))
                    .asString(UTF_8)
                    .isEqualTo(there.get(snapshot.uid(i)));
        }
        Map<Long, String> expected = new HashMap<>(account.texts);
        expected.keySet().removeAll(account.expunged);
        assertThat(there).isEqualTo(expected);
        for (long uid : account.flagged) {
            int at = snapshot.indexOf(uid);
            assertThat(at < 0 || snapshot.has(at, "\\Seen")).isTrue();
        }
        assertThat(store.usage(id).messages()).isEqualTo(expected.size());
    }

    private void noOrphansStay() {
        long messages = accounts.values().stream()
                .mapToLong(account -> account.texts.keySet().stream()
                        .filter(uid -> !account.expunged.contains(uid))
                        .count())
                .sum();
        try (TestHome home = new TestHome(folder)) {
            home.open();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(files(home.contents())).isEqualTo(messages));
        }
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
