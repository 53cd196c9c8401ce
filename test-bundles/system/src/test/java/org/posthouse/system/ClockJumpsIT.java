package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clock of a server jumps by a day and by most of a year, while it runs and while it does not: UIDs ascend, UIDVALIDITY stays, what
 * waits is tried again soon and not in a loop, and what was recorded stays.
 */
final class ClockJumpsIT {
    private static final String KATE = "kate@school.edu";
    private static final boolean LONG = Boolean.getBoolean("posthouse.long");
    private static final List<String> JUMPS = LONG ? List.of("+1d", "-1d", "+360d", "-360d", "+0d") : List.of("-360d");
    private static final List<String> STARTS = LONG ? List.of("+1d", "-1d", "+360d", "-360d", "+0d") : List.of();
    private static final Pattern QUEUED = Pattern.compile("queued as (\\S+)");
    private static final Pattern APPENDED = Pattern.compile("APPENDUID (\\d+) (\\d+)");
    private static final Pattern DATE = Pattern.compile("INTERNALDATE \" ?([^\"]+)\"");
    private static final DateTimeFormatter INTERNALDATE =
            DateTimeFormatter.ofPattern("d-MMM-yyyy HH:mm:ss Z", Locale.ROOT);
    private static final Pattern ATTEMPTS = Pattern.compile("\"attempts\" : (\\d+)");

    @TempDir
    Path home;

    private Path clock;
    private final List<String> ids = new ArrayList<>();
    private long validity;
    private int appended;

    private static Optional<Path> library() throws IOException {
        Path libraries = Path.of("/usr/lib");
        if (!Files.isDirectory(libraries)) {
            return Optional.empty();
        }
        try (Stream<Path> found =
                Files.find(libraries, 4, (file, kind) -> file.toString().endsWith("/faketime/libfaketimeMT.so.1"))) {
            return found.findFirst();
        }
    }

    @Test
    void whereverTheClockJumpsMailIsKeptAndTriedAgain() throws Exception {
        Optional<Path> library = library();
        assumeTrue(library.isPresent(), "faketime is not installed");
        clock = Files.writeString(home.resolve("clock"), "+0d");
        List<String> prefix = List.of(
                "env",
                "LD_PRELOAD=" + library.get(),
                "FAKETIME_TIMESTAMP_FILE=" + clock,
                "FAKETIME_CACHE_DURATION=1",
                "NO_FAKE_STAT=1",
                // Or timed waits of the JVM end at once.
                "FAKETIME_FORCE_MONOTONIC_FIX=0",
                "FAKETIME_DONT_FAKE_MONOTONIC=1");
        try (Server server = Server.under(prefix, home)) {
            ok(server, "relay", "allow", "127.0.0.0/8");
            // Nobody listens at port 1.
            ok(server, "route", "set", "far.invalid", "127.0.0.1:1");
            ok(
                    server,
                    "config",
                    "set",
                    "org.posthouse.core.queue",
                    "firstRetrySeconds=1",
                    "longestRetrySeconds=2",
                    "lifetimeHours=8760",
                    "delayReportMinutes=0");
            String first = everythingGoesOn(server);
            for (String jump : JUMPS) {
                Files.writeString(clock, jump);
                await(jump).until(() -> isBy(server, jump));
                everythingGoesOn(server);
                isTriedAgain(server, first);
            }
            for (String jump : STARTS) {
                assertThat(server.terminate()).isZero();
                Files.writeString(clock, jump);
                server.start();
                everythingGoesOn(server);
                isTriedAgain(server, first);
            }
            assertThat(ids).doesNotHaveDuplicates();
            assertThat(ok(server, "queue", "list")).contains(ids);
            assertThat(ok(server, "trace", first)).contains("far.invalid");
            try (Imap imap = server.imap(KATE)) {
                imap.ok("SELECT INBOX");
                assertThat(imap.count("INBOX")).isEqualTo(appended);
            }
        }
    }

    private static String ok(Server server, String... words) throws Exception {
        Run run = server.posthouse(words);
        assertThat(run.status()).as(String.join(" ", words) + ": " + run.err()).isZero();
        return run.out();
    }

    /** Mail is taken: a mailbox takes one more, and one for elsewhere waits; its id. */
    private String everythingGoesOn(Server server) throws Exception {
        append(server);
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            Matcher queued = QUEUED.matcher(smtp.mail(KATE, "someone@far.invalid", "Subject: far\r\n\r\nHello\r\n"));
            assertThat(queued.find()).isTrue();
            ids.add(queued.group(1));
        }
        String id = ids.get(ids.size() - 1);
        await().until(() -> attempts(server, id) > 0);
        return id;
    }

    /** When that was, by the server's clock. */
    private Instant append(Server server) throws IOException {
        try (Imap imap = server.imap(KATE)) {
            imap.ok("SELECT INBOX");
            byte[] message = "Subject: one more\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII);
            Matcher made = APPENDED.matcher(imap.append("INBOX", message).tagged());
            assertThat(made.find()).isTrue();
            long now = Long.parseLong(made.group(1));
            assertThat(now).as("UIDVALIDITY").isEqualTo(appended == 0 ? now : validity);
            validity = now;
            assertThat(Integer.parseInt(made.group(2))).as("UID").isEqualTo(++appended);
            Matcher date = DATE.matcher(String.join(
                    "", imap.ok("UID FETCH " + appended + " INTERNALDATE").untagged()));
            assertThat(date.find()).isTrue();
            return OffsetDateTime.parse(date.group(1), INTERNALDATE).toInstant();
        }
    }

    /** Whether the server has noticed what time it is now. */
    private boolean isBy(Server server, String jump) throws IOException {
        Instant wanted = Instant.now().plus(Duration.ofDays(Long.parseLong(jump.replaceAll("[+d]", ""))));
        return Duration.between(append(server), wanted).abs().compareTo(Duration.ofHours(1)) < 0;
    }

    /** Soon, and no more often than its schedule allows. */
    private static void isTriedAgain(Server server, String id) throws Exception {
        long begin = System.nanoTime();
        int before = attempts(server, id);
        await().until(() -> attempts(server, id) > before + 1);
        long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
        assertThat(attempts(server, id) - before).isLessThan((int) seconds + 5);
    }

    private static int attempts(Server server, String id) throws Exception {
        Matcher attempts = ATTEMPTS.matcher(ok(server, "queue", "show", id, "--json"));
        assertThat(attempts.find()).isTrue();
        return Integer.parseInt(attempts.group(1));
    }
}
