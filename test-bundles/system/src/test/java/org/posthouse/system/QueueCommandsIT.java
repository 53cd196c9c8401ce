package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An administrator's hand on mail for a host that does not answer. */
final class QueueCommandsIT {
    private static final Pattern QUEUED = Pattern.compile("queued as (\\S+)");

    @TempDir
    static Path home;

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server = Server.demo(home);
        ok("relay", "allow", "127.0.0.0/8");
        // Nobody listens at port 1.
        ok("route", "set", "far.invalid", "127.0.0.1:1");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static String ok(String... words) throws Exception {
        Run run = server.posthouse(words);
        assertThat(run.status()).as(String.join(" ", words) + ": " + run.err()).isZero();
        return run.out();
    }

    /** The id of a mail that has been tried once and waits. */
    private static String waiting() throws Exception {
        String id;
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("250", "MAIL FROM:<kate@school.edu>");
            smtp.expect("250", "RCPT TO:<someone@far.invalid>");
            smtp.expect("354", "DATA");
            Matcher queued = QUEUED.matcher(smtp.ask("Subject: far\r\n\r\nHello.\r\n."));
            assertThat(queued.find()).isTrue();
            id = queued.group(1);
        }
        await().until(() ->
                server.posthouse("queue", "show", id, "--json").out().contains("\"deferred\""));
        return id;
    }

    @Test
    void waitingMailIsShownHeldReleasedAndDeleted() throws Exception {
        String id = waiting();
        assertThat(ok("queue", "list")).contains(id, "someone@far.invalid", "deferred");
        assertThat(ok("queue", "list", "--domain", "far.invalid", "--json"))
                .contains("\"id\" : \"" + id + "\"", "\"attempts\"", "\"next\"", "\"reply\"");
        assertThat(ok("queue", "list", "--domain", "near.invalid")).contains("None of 1 mail");
        assertThat(ok("queue", "show", id, "--source")).contains("Subject: far", "Hello.");
        assertThat(ok("queue", "summary")).contains("far.invalid");
        assertThat(ok("queue", "hold", "--domain", "far.invalid")).contains("1 mail held");
        assertThat(ok("queue", "list", "--state", "held")).contains(id);
        assertThat(ok("queue", "release", id, "--json")).contains("\"ids\" : [ \"" + id + "\" ]");
        // Whether by being released or by being asked for, it is tried once more at least.
        ok("queue", "retry", "--sender", "kate@school.edu");
        await().until(() -> !ok("queue", "show", id, "--json").contains("\"attempts\" : 1,"));
        assertThat(ok("queue", "delete", "--all")).contains("1 mail deleted");
        assertThat(server.posthouse("queue", "show", id).status()).isEqualTo(1);
        assertThat(server.posthouse("queue", "delete", id).status()).isEqualTo(1);
    }

    @Test
    void mailWhoseSegmentIsMissingIsToldAndBackWithIt() throws Exception {
        String id = waiting();
        assertThat(server.terminate()).isZero();
        Path segments = home.resolve("data/queue/mail");
        Path kept = Files.createDirectory(home.resolve("kept"));
        moveSegments(segments, kept);
        // In the way of what would be the next ones.
        for (int number = 1; number < 40; number++) {
            Path next = segments.resolve("%010d.seg".formatted(number));
            if (Files.notExists(kept.resolve(next.getFileName()))) {
                Files.createDirectory(next);
            }
        }
        server.start();
        assertThat(ok("queue", "list")).contains("is missing: 1 mail that waited in it cannot be delivered");
        assertThat(ok("queue", "summary", "--json")).contains("is missing");
        assertThat(server.posthouse("health").out()).containsPattern("queue: [^ ]*[.]seg is missing");
        String other = waiting();
        assertThat(server.terminate()).isZero();
        moveSegments(kept, segments);
        server.start();
        assertThat(ok("queue", "list")).contains(id, other).doesNotContain("is missing");
        assertThat(ok("queue", "delete", id, other)).contains("2 mails deleted");
    }

    private static void moveSegments(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.move(file, to.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void whoeverSentItIsToldWhenItIsGivenUp() throws Exception {
        String id = waiting();
        Run some = server.posthouse("queue", "bounce", id, "nosuch");
        assertThat(some.status()).as(some.err()).isEqualTo(4);
        assertThat(some.err()).contains("nosuch is not in the queue");
        try (Imap imap = server.imap("kate@school.edu")) {
            await().until(() -> imap.count("INBOX") == 1);
        }
        assertThat(ok("trace", id)).contains("given up by the administrator");
    }
}
