package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Power is lost under load: on what the disk had got by then, everything acknowledged before is there once. */
@Tag("alone")
final class PowerLossIT {
    private static final List<String> USERS = List.of("kate@school.edu", "ron@example.com");
    private static final int CUTS = Boolean.getBoolean("posthouse.long") ? 20 : 2;

    @TempDir
    Path folder;

    /** A cut, and what had been acknowledged before it began. */
    private record Cut(Path image, Map<String, Set<Integer>> accepted, Reader.Promises promises) {}

    @Test
    void whatWasAcknowledgedBeforeThePowerWasLostIsThereOnce() throws Exception {
        try (CutDisk disk = CutDisk.in(folder)) {
            for (Cut cut : cuts(disk)) {
                try (Server server = Server.demo(disk.mounted(cut.image()).resolve("home"))) {
                    SwapUnderLoadIT.awaitEmptyQueue(server);
                    for (String user : USERS) {
                        Delivered delivered = Delivered.of(server, List.of(user));
                        assertThat(delivered.copies().keySet())
                                .as("acknowledged, for " + user)
                                .containsAll(cut.accepted().get(user));
                        assertThat(delivered.copies().values()).allMatch(copies -> copies.size() == 1);
                    }
                    Reader.verify(server, cut.promises());
                }
            }
        }
    }

    private static List<Cut> cuts(CutDisk disk) throws Exception {
        List<Cut> cuts = new ArrayList<>();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Reader reader = new Reader();
        try (Server server = Server.demo(disk.home().resolve("home"));
                Load load = new Load(server.port(25), 16, 200, USERS).byLmtp(server.port(24), 4)) {
            thread.execute(() -> reader.work(server));
            load.begin();
            for (int i = 0; i < CUTS; i++) {
                int more = load.accepted().size() + 80;
                int works = reader.promises().expunged().size() + 2;
                await().until(() -> load.accepted().size() >= more
                        && reader.promises().expunged().size() >= works);
                Map<String, Set<Integer>> accepted = new HashMap<>();
                USERS.forEach(user -> accepted.put(user, new HashSet<>(load.accepted(user))));
                Reader.Promises promises = reader.promises();
                cuts.add(new Cut(disk.cut(), accepted, promises));
            }
            server.killHard();
            load.end();
        } finally {
            thread.shutdown();
            assertThat(thread.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
        }
        return cuts;
    }

    /** Somebody who appends, flags and expunges, and remembers what was promised to him. Every fifth message is to be expunged. */
    private static final class Reader {
        private static final String USER = "postmaster@school.edu";
        private static final Pattern SUBJECT = Pattern.compile("Subject: (\\d+)");
        private static final Pattern APPENDED = Pattern.compile("APPENDUID \\d+ (\\d+)");

        private final Set<Integer> appended = ConcurrentHashMap.newKeySet();
        private final Set<Integer> flagged = ConcurrentHashMap.newKeySet();
        private final Set<Integer> expunged = ConcurrentHashMap.newKeySet();

        record Promises(Set<Integer> appended, Set<Integer> flagged, Set<Integer> expunged) {}

        /** Up to now. */
        Promises promises() {
            return new Promises(new HashSet<>(appended), new HashSet<>(flagged), new HashSet<>(expunged));
        }

        void work(Server server) {
            try (Imap imap = server.imap(USER)) {
                imap.ok("SELECT INBOX");
                for (int number = 1; ; number++) {
                    one(imap, number);
                }
            } catch (IOException e) {
                // Its server was killed.
                return;
            }
        }

        private void one(Imap imap, int number) throws IOException {
            byte[] message = ("Subject: " + number + "\r\n\r\nx\r\n").getBytes(StandardCharsets.US_ASCII);
            Imap.Answer answer = imap.append("INBOX", message);
            Matcher uid = APPENDED.matcher(answer.tagged());
            if (!uid.find()) {
                throw new IOException(answer.tagged());
            }
            appended.add(number);
            if (number % 2 == 0) {
                imap.ok("UID STORE " + uid.group(1) + " +FLAGS.SILENT (\\Flagged)");
                flagged.add(number);
            }
            if (number % 5 == 0) {
                imap.ok("UID STORE " + uid.group(1) + " +FLAGS.SILENT (\\Deleted)");
                imap.ok("EXPUNGE");
                expunged.add(number);
            }
        }

        static void verify(Server server, Promises promises) throws IOException {
            try (Imap imap = server.imap(USER)) {
                imap.ok("EXAMINE INBOX");
                Map<Integer, String> found = new HashMap<>();
                for (String response : imap.ok("FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
                        .untagged()) {
                    Matcher subject = SUBJECT.matcher(response);
                    assertThat(subject.find()).isTrue();
                    String before = found.put(Integer.parseInt(subject.group(1)), response);
                    assertThat(before).as("the first of two").isNull();
                }
                for (int number : promises.appended()) {
                    if (number % 5 != 0) {
                        assertThat(found).containsKey(number);
                        boolean flagged = promises.flagged().contains(number);
                        assertThat(!flagged || found.get(number).contains("\\Flagged"))
                                .isTrue();
                    }
                }
                assertThat(found).doesNotContainKeys(promises.expunged().toArray(Integer[]::new));
            }
        }
    }
}
