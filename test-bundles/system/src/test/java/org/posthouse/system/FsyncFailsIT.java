package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that fails to keep what is written: nothing is acknowledged meanwhile, reading goes on, somebody is told; afterwards mail is
 * taken again without a restart, and what was acknowledged is there once, also after a kill.
 */
final class FsyncFailsIT {
    private static final String KATE = "kate@school.edu";
    private static final Pattern NUMBER = Pattern.compile("X-Load: (\\d+)");

    private final Set<Integer> acknowledged = new TreeSet<>();
    /** Whose fate nobody was told. */
    private final Set<Integer> open = new TreeSet<>();

    private int numbers;

    @TempDir
    Path home;

    @BeforeEach
    void strace() throws Exception {
        FailingCalls.assumed();
    }

    @Test
    void aDiskThatForcesNothingGetsNothingAcknowledged() throws Exception {
        try (Server server = Server.demo(home)) {
            assertThat(mail(server)).startsWith("250");
            assertThat(append(server)).isTrue();
            SwapUnderLoadIT.awaitEmptyQueue(server);
            Set<String> before = segments();
            try (FailingCalls failing = FailingCalls.forces(server)) {
                assertThat(mail(server)).startsWith("451 4.3.0");
                assertThat(append(server)).isFalse();
                readingGoesOn(server);
                assertThat(failing.underWay()).isTrue();
                Run health = server.posthouse("health");
                assertThat(health.status()).isEqualTo(4);
                assertThat(health.out())
                        .contains("queue: the disk does not keep what is written")
                        .contains("store: the disk does not keep what is written");
            }
            resumes(server);
            assertThat(segments())
                    .as("the sealed segment is not written again")
                    .anyMatch(segment -> !before.contains(segment));
            assertThat(Files.readString(home.resolve("log/posthouse.log")))
                    .contains("writing failed; its segment is sealed");
            server.killHard();
            server.start();
            eachIsThereOnce(server);
        }
    }

    @Test
    void aDatabaseThatCannotBeWrittenAcknowledgesNothing() throws Exception {
        try (Server server = Server.demo(home)) {
            assertThat(append(server)).isTrue();
            try (FailingCalls failing = FailingCalls.writes(server, home.resolve("data/db/store/log/log1.dat"))) {
                assertThat(append(server)).isFalse();
                assertThat(append(server)).isFalse();
                assertThat(mail(server)).as("the queue is elsewhere").startsWith("250");
                readingGoesOn(server);
                assertThat(failing.underWay()).isTrue();
                assertThat(server.posthouse("health").out()).contains("store: ");
            }
            resumes(server);
            server.killHard();
            server.start();
            eachIsThereOnce(server);
        }
    }

    private static void readingGoesOn(Server server) throws Exception {
        try (Imap imap = server.imap(KATE)) {
            imap.ok("EXAMINE INBOX");
            assertThat(String.join("", imap.ok("FETCH 1 BODY.PEEK[]").untagged()))
                    .contains("X-Load: 1\r\n");
        }
    }

    private void resumes(Server server) throws Exception {
        await().until(() -> mail(server).startsWith("250"));
        await().until(() -> append(server));
        SwapUnderLoadIT.awaitEmptyQueue(server);
        eachIsThereOnce(server);
    }

    /** Whoever was refused may be there, for nobody knew; but no more than once. */
    private void eachIsThereOnce(Server server) throws Exception {
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
        assertThat(found.keySet()).containsAll(acknowledged);
        found.keySet().removeAll(acknowledged);
        assertThat(open).containsAll(found.keySet());
    }

    private String mail(Server server) throws IOException {
        int number = ++numbers;
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            String reply = smtp.mail("ron@example.com", KATE, "X-Load: " + number + "\r\n\r\nx\r\n");
            (reply.startsWith("250") ? acknowledged : open).add(number);
            return reply;
        }
    }

    private boolean append(Server server) throws IOException {
        int number = ++numbers;
        byte[] message = ("X-Load: " + number + "\r\n\r\nx\r\n").getBytes(StandardCharsets.US_ASCII);
        try (Imap imap = server.imap(KATE)) {
            Imap.Answer answer = imap.append("INBOX", message);
            (answer.ok() ? acknowledged : open).add(number);
            return answer.ok();
        }
    }

    private Set<String> segments() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(home.resolve("data/queue/mail"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".seg"))
                    .forEach(names::add);
        }
        return names;
    }
}
