package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that fails to keep what is written: nothing is acknowledged meanwhile, reading goes on, somebody is told; afterwards mail is
 * taken again without a restart, and what was acknowledged is there once, also after a kill. And one that fails to give back what it has.
 */
final class FsyncFailsIT {
    private static final String KATE = "kate@school.edu";
    private static final Pattern NUMBER = Pattern.compile("X-Load: (\\d+)");

    private static final Set<Integer> ACKNOWLEDGED = new TreeSet<>();
    /** Whose fate nobody was told. */
    private static final Set<Integer> OPEN = new TreeSet<>();

    @TempDir
    static Path home;

    private static Server server;
    private static int numbers;

    @BeforeAll
    static void start() throws Exception {
        FailingCalls.assumed();
        server = Server.demo(home);
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void nothingAcknowledgedIsLostByAKill() throws Exception {
        server.killHard();
        server.start();
        eachIsThereOnce();
    }

    @Test
    void aDiskThatForcesNothingGetsNothingAcknowledged() throws Exception {
        assertThat(mail()).startsWith("250");
        assertThat(append()).isTrue();
        SwapUnderLoadIT.awaitEmptyQueue(server);
        Set<String> before = segments();
        try (FailingCalls failing = FailingCalls.forces(server)) {
            assertThat(mail()).startsWith("451 4.3.0");
            assertThat(append()).isFalse();
            readingGoesOn();
            assertThat(failing.underWay()).isTrue();
            Run health = server.posthouse("health");
            assertThat(health.status()).isEqualTo(4);
            assertThat(health.out())
                    .contains("queue: the disk does not keep what is written")
                    .contains("store: the disk does not keep what is written");
        }
        resumes();
        assertThat(segments())
                .as("the sealed segment is not written again")
                .anyMatch(segment -> !before.contains(segment));
        assertThat(Files.readString(home.resolve("log/posthouse.log")))
                .contains("writing failed; its segment is sealed");
    }

    @Test
    void aDatabaseThatCannotBeWrittenAcknowledgesNothing() throws Exception {
        assumeTrue(Server.STORE.equals("jdbc"), "the mail is in no database");
        assertThat(append()).isTrue();
        try (FailingCalls failing = FailingCalls.writes(server, home.resolve("data/db/store/log/log1.dat"))) {
            assertThat(append()).isFalse();
            assertThat(append()).isFalse();
            assertThat(mail()).as("the queue is elsewhere").startsWith("250");
            readingGoesOn();
            assertThat(failing.underWay()).isTrue();
            assertThat(server.posthouse("health").out()).contains("store: ");
        }
        resumes();
    }

    /** Of those that are in another file nobody notices anything, and of the others nothing is forgotten. */
    @Test
    void whatCannotBeReadIsToldAndAllElseIsServed() throws Exception {
        assumeTrue(Server.STORE.equals("log"), "segments are the log's");
        assertThat(append()).isTrue();
        int former = numbers;
        Set<Path> before = stored();
        Run begun = server.posthouse("config", "set", "org.posthouse.store.log", "segmentMegabytes=5");
        assertThat(begun.status()).as(begun.err()).isZero();
        try (Imap imap = server.imap(KATE)) {
            await().until(() -> append() && stored().size() > before.size());
            imap.ok("EXAMINE INBOX");
            int there = imap.count("INBOX");
            int first = place(imap, former);
            try (FailingCalls failing = FailingCalls.reads(server, last(before))) {
                assertThat(imap.ask("FETCH " + first + " BODY.PEEK[]").ok()).isFalse();
                assertThat(String.join(
                                "", imap.ok("FETCH " + there + " BODY.PEEK[]").untagged()))
                        .contains("X-Load: ");
                assertThat(mail()).startsWith("250");
                assertThat(append()).isTrue();
                assertThat(failing.underWay()).isTrue();
            }
            assertThat(String.join(
                            "", imap.ok("FETCH " + first + " BODY.PEEK[]").untagged()))
                    .contains("X-Load: " + former + "\r\n");
        }
        SwapUnderLoadIT.awaitEmptyQueue(server);
        eachIsThereOnce();
    }

    /** The sequence number of the message with this number. */
    private static int place(Imap imap, int number) throws IOException {
        String found = String.join("", imap.ok("SEARCH HEADER X-Load " + number).untagged());
        return Integer.parseInt(found.replaceAll("(?s)^.*\\* SEARCH (\\d+).*$", "$1"));
    }

    private static Path last(Set<Path> segments) {
        return new TreeSet<>(segments).last();
    }

    /** The segments of the store. */
    private static Set<Path> stored() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("data/store/default/log"))) {
            return files.filter(file -> file.toString().matches(".*/0/[0-9]+\\.seg"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void readingGoesOn() throws Exception {
        try (Imap imap = server.imap(KATE)) {
            imap.ok("EXAMINE INBOX");
            assertThat(String.join("", imap.ok("FETCH 1 BODY.PEEK[]").untagged()))
                    .contains("X-Load: ");
        }
    }

    private static void resumes() throws Exception {
        await().until(() -> mail().startsWith("250"));
        await().until(() -> append());
        SwapUnderLoadIT.awaitEmptyQueue(server);
        eachIsThereOnce();
    }

    /** Whoever was refused may be there, for nobody knew; but no more than once. */
    private static void eachIsThereOnce() throws Exception {
        Map<Integer, Integer> found = new TreeMap<>();
        try (Imap imap = server.imap(KATE)) {
            imap.ok("EXAMINE INBOX");
            for (String response : imap.ok("FETCH 1:* BODY.PEEK[]").untagged()) {
                Matcher number = NUMBER.matcher(response);
                assertThat(number.find()).as(response).isTrue();
                found.merge(Integer.parseInt(number.group(1)), 1, Integer::sum);
            }
        }
        assertThat(found.values()).as("copies of each").containsOnly(1);
        assertThat(found.keySet()).containsAll(ACKNOWLEDGED);
        found.keySet().removeAll(ACKNOWLEDGED);
        assertThat(OPEN).containsAll(found.keySet());
    }

    private static String mail() throws IOException {
        int number = ++numbers;
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            String reply = smtp.mail("ron@example.com", KATE, "X-Load: " + number + "\r\n\r\nx\r\n");
            (reply.startsWith("250") ? ACKNOWLEDGED : OPEN).add(number);
            return reply;
        }
    }

    private static boolean append() throws IOException {
        int number = ++numbers;
        byte[] message = ("X-Load: " + number + "\r\n\r\nx\r\n").getBytes(StandardCharsets.US_ASCII);
        try (Imap imap = server.imap(KATE)) {
            Imap.Answer answer = imap.append("INBOX", message);
            (answer.ok() ? ACKNOWLEDGED : OPEN).add(number);
            return answer.ok();
        }
    }

    private static Set<String> segments() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(home.resolve("data/queue/mail"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".seg"))
                    .forEach(names::add);
        }
        return names;
    }
}
