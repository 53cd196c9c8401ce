package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plug is pulled while clients append, flag, copy and expunge: every OK they got still holds. */
final class KillWhileReadingIT {
    private static final String[] USERS = {
        "kate@school.edu", "ron@example.com", "postmaster@school.edu", "postmaster@example.com"
    };
    private static final Random RANDOM = new Random();
    private static final int ROUNDS =
            Integer.getInteger("posthouse.kill.rounds", Boolean.getBoolean("posthouse.long") ? 20 : 3);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern SUBJECT = Pattern.compile("Subject: (\\d+)");
    private static final Pattern APPENDED = Pattern.compile("APPENDUID \\d+ (\\d+)");

    @TempDir
    Path home;

    @Test
    void everyOkHoldsAfterAKill() throws Exception {
        try (Server server = Server.demo(home)) {
            List<Reader> readers = new ArrayList<>();
            for (String user : USERS) {
                readers.add(new Reader(server, user));
            }
            for (int round = 0; round < ROUNDS; round++) {
                ExecutorService threads = Executors.newFixedThreadPool(readers.size());
                readers.forEach(reader -> threads.execute(reader::work));
                await().atMost(PATIENCE).until(() -> readers.stream().allMatch(Reader::hasWorked));
                LockSupport.parkNanos(
                        Duration.ofMillis(500 + RANDOM.nextInt(2000)).toNanos());
                server.killHard();
                threads.shutdown();
                assertThat(threads.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
                System.out.println("start after a kill: " + StartPhases.of(server));
                for (Reader reader : readers) {
                    reader.verify();
                }
            }
        }
    }

    /** One user at work. What an OK promised is kept; what was under way when the server died may or may not have happened. */
    private static final class Reader {
        private final Server server;
        private final String user;
        private final Set<Integer> appended = new TreeSet<>();
        private final Set<Integer> flagged = new TreeSet<>();
        private final Set<Integer> copied = new TreeSet<>();
        private final Set<Integer> expunged = new TreeSet<>();
        /** Whose fate is open: neither has to be there nor has to be gone. */
        private final Set<Integer> open = new TreeSet<>();

        private int number;

        /** Pieces of work done since the server was last started. */
        private final AtomicInteger done = new AtomicInteger();

        Reader(Server server, String user) {
            this.server = server;
            this.user = user;
        }

        /** Whether each kind of change has been made since. */
        boolean hasWorked() {
            return done.get() >= 5;
        }

        void work() {
            try (Imap imap = server.imap(user)) {
                imap.ask("CREATE Copies");
                imap.ok("SELECT INBOX");
                while (true) {
                    one(imap);
                    done.incrementAndGet();
                }
            } catch (IOException e) {
                // The plug was pulled.
                return;
            }
        }

        private void one(Imap imap) throws IOException {
            int mine = ++number;
            open.add(mine);
            byte[] message =
                    ("Subject: " + mine + "\r\n\r\nBody of " + mine + "\r\n").getBytes(StandardCharsets.US_ASCII);
            Matcher uid = APPENDED.matcher(insist(imap.append("INBOX", message)).tagged());
            assertThat(uid.find()).isTrue();
            appended.add(mine);
            if (mine % 2 == 0) {
                insist(imap.ask("UID STORE " + uid.group(1) + " +FLAGS.SILENT (\\Flagged)"));
                flagged.add(mine);
            }
            if (mine % 3 == 0) {
                insist(imap.ask("UID COPY " + uid.group(1) + " Copies"));
                copied.add(mine);
            }
            if (mine % 5 == 0) {
                insist(imap.ask("UID STORE " + uid.group(1) + " +FLAGS.SILENT (\\Deleted)"));
                insist(imap.ask("EXPUNGE"));
                expunged.add(mine);
            }
            open.remove(mine);
        }

        private static Imap.Answer insist(Imap.Answer answer) throws IOException {
            if (!answer.ok()) {
                throw new AssertionError(answer.tagged());
            }
            return answer;
        }

        void verify() throws IOException {
            done.set(0);
            try (Imap imap = server.imap(user)) {
                List<Integer> inbox = subjects(imap, "INBOX", "1:*");
                assertThat(inbox).as("once each, in INBOX of " + user).doesNotHaveDuplicates();
                Set<Integer> wanted = new TreeSet<>(appended);
                wanted.removeAll(expunged);
                wanted.removeAll(open);
                assertThat(inbox).as("appended by " + user).containsAll(wanted);
                assertThat(inbox).as("expunged by " + user).doesNotContainAnyElementsOf(expunged);
                List<Integer> copies = subjects(imap, "Copies", "1:*");
                assertThat(copies).as("copied by " + user).containsAll(copied).doesNotHaveDuplicates();
                imap.ok("EXAMINE INBOX");
                String hits = String.join("", imap.ok("SEARCH FLAGGED").untagged());
                Set<Integer> shown = new TreeSet<>(flagged);
                shown.removeAll(expunged);
                shown.removeAll(open);
                int found = hits.replaceAll("\\D+", " ").strip().isEmpty()
                        ? 0
                        : hits.replaceAll("\\D+", " ").strip().split(" ").length;
                assertThat(found).as("flagged by " + user).isGreaterThanOrEqualTo(shown.size());
            }
        }

        private static List<Integer> subjects(Imap imap, String mailbox, String set) throws IOException {
            imap.ok("EXAMINE " + mailbox);
            List<Integer> subjects = new ArrayList<>();
            if (imap.count(mailbox) > 0) {
                for (String response : imap.ok("FETCH " + set + " (BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
                        .untagged()) {
                    Matcher subject = SUBJECT.matcher(response);
                    if (subject.find()) {
                        subjects.add(Integer.parseInt(subject.group(1)));
                    }
                }
            }
            return subjects;
        }
    }
}
