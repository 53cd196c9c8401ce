package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.posthouse.system.Drives.Deed.DELETE;
import static org.posthouse.system.Drives.Deed.FLAG;
import static org.posthouse.system.Drives.Deed.FOLDERS;
import static org.posthouse.system.Drives.Deed.LARGE;
import static org.posthouse.system.Drives.Deed.READ;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that keep a copy of all mail bring both sides together, and then leave them alone. {@code -Dposthouse.long=true}: ten times the mail. */
@Tag("clients")
final class MailSyncIT {
    private static final int TIMES = Boolean.getBoolean("posthouse.long") ? 10 : 1;
    /** What moves or changes anything, as the log tells of it. */
    private static final Pattern CHANGE = Pattern.compile(
            " > \\S+ (UID )?(APPEND|STORE|COPY|MOVE|EXPUNGE|CREATE|DELETE|RENAME|SUBSCRIBE|FETCH .*(BODY|RFC822)).*");

    private static final String IMAP = "org.posthouse.protocol.imap";
    private static final int IN_ORDER = 50;
    private static final int HANDS = 4;
    private static final String NEW = "Sueños";
    private static final String NEW_ON_THE_LINE = "Sue&APE-os";

    @TempDir
    private static Path home;

    @TempDir
    private Path folder;

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server = Server.demo(home);
        assertThat(server.posthouse("log", "level", "imap", "high").status()).isZero();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** Those whose number can be divided by 3 are seen, by 7 flagged and answered. */
    private static void fill(Desk desk, int messages) throws IOException {
        fill(desk, IntStream.range(0, IN_ORDER));
        IntStream.range(0, HANDS)
                .parallel()
                .forEach(hand -> fill(desk, IntStream.range(IN_ORDER, messages).filter(i -> i % HANDS == hand)));
        try (Imap imap = desk.imap()) {
            imap.ok("CREATE \"" + Desk.FOLDER + "\"");
            append(imap, "\"" + Desk.FOLDER + "\"", 0, "\\Seen");
        }
    }

    private static void fill(Desk desk, IntStream numbers) {
        try (Imap imap = desk.imap()) {
            for (int i : numbers.toArray()) {
                append(imap, "INBOX", i, (i % 3 == 0 ? " \\Seen" : "") + (i % 7 == 0 ? " \\Flagged \\Answered" : ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void append(Imap imap, String mailbox, int number, String flags) throws IOException {
        String message = "From: ron@example.com\r\nSubject: number " + number + "\r\nMessage-ID: <" + number
                + "@example.com>\r\nDate: Mon, 5 Jan 2026 08:00:00 +0000\r\n\r\nBody of " + number + "\r\n";
        Imap.Answer answer =
                imap.append(mailbox + " (" + flags.strip() + ")", message.getBytes(StandardCharsets.US_ASCII));
        assertThat(answer.ok()).as(answer.tagged()).isTrue();
    }

    /** Changes on both sides: what is near is in this folder. */
    private static void change(Desk desk, Maildir near) throws IOException {
        near.flag("number 1", "F");
        near.flag("number 21", "");
        near.remove("number 22");
        near.add("near", "S");
        try (Imap imap = desk.imap()) {
            imap.ok("SELECT INBOX");
            imap.ok("STORE 4 +FLAGS (\\Draft)");
            imap.ok("STORE 5 +FLAGS (\\Deleted)");
            imap.ok("EXPUNGE");
            append(imap, "INBOX", 90_000, "\\Seen");
            imap.ok("CREATE Work");
            append(imap, "Work", 90_001, "\\Flagged");
        }
    }

    private static void assertTogether(Desk desk, Maildir near, int messages) throws IOException {
        assertThat(near.messages())
                .hasSize(messages)
                .isEqualTo(far(desk, "INBOX"))
                .doesNotContainKeys("number 4", "number 22")
                .containsEntry("number 1", "F")
                .containsEntry("number 3", "DS")
                .containsEntry("number 21", "")
                .containsEntry("number 42", "FRS")
                .containsEntry("near", "S")
                .containsEntry("number 90000", "S");
    }

    /** Flags by subject, in a Maildir's letters. */
    private static Map<String, String> far(Desk desk, String mailbox) throws IOException {
        try (Imap imap = desk.imap()) {
            imap.ok("EXAMINE \"" + mailbox + "\"");
            return Maildir.messages(imap.ok("UID FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
                    .untagged());
        }
    }

    /** Runs a program that changes nothing on either side, nor fetches a message; what it says. */
    private static Run quiet(Program program, Path near) throws Exception {
        List<String> files = Maildir.files(near);
        Path log = home.resolve("log/posthouse.log");
        int told = Files.readString(log).length();
        Run run = program.run();
        await().until(() -> Files.readString(log).substring(told).contains("LOGOUT completed"));
        assertThat(CHANGE.matcher(Files.readString(log).substring(told))
                        .results()
                        .map(each -> each.group()))
                .isEmpty();
        assertThat(Maildir.files(near)).isEqualTo(files);
        return run;
    }

    @FunctionalInterface
    private interface Program {
        Run run() throws Exception;
    }

    @Test
    @Drives(
            value = "mbsync",
            debian = "isync",
            ports = {993},
            deeds = {READ, FLAG, DELETE, FOLDERS, LARGE})
    void mbsyncBringsAThousandMessagesTogetherAndThenMovesNothing() throws Exception {
        int messages = 1000 * TIMES;
        Desk desk = Desk.of(server, folder, "mbsync@school.edu");
        fill(desk, messages);
        Path mail = Files.createDirectories(folder.resolve("mail"));
        Path configuration = mbsync(desk, mail);
        Maildir near = new Maildir(mail.resolve("INBOX"));
        sync(desk, configuration);
        assertThat(near.messages()).hasSize(messages).isEqualTo(far(desk, "INBOX"));
        assertThat(new Maildir(mail.resolve(Desk.FOLDER)).messages()).isEqualTo(Map.of("number 0", "S"));
        quiet(() -> sync(desk, configuration), mail);

        change(desk, near);
        // This one leaves names as they go over the line.
        new Maildir(mail.resolve(NEW_ON_THE_LINE)).add("private", "RS");
        Attachment large = Attachment.of(1);
        near.add("large", "S", large.message(desk.user(), "large", "\n"));
        sync(desk, configuration);
        assertTogether(desk, near, messages + 1);
        assertThat(far(desk, NEW_ON_THE_LINE)).isEqualTo(Map.of("private", "RS"));
        assertThat(new Maildir(mail.resolve("Work")).messages()).isEqualTo(Map.of("number 90001", "F"));
        try (Imap imap = desk.imap()) {
            imap.ok("EXAMINE INBOX");
            String found = imap.ok("SEARCH LARGER 1000000").untagged().get(0).strip();
            assertThat(imap.ok(found.replace("* SEARCH", "FETCH") + " BODY.PEEK[]")
                            .untagged())
                    .anyMatch(large::in);
        }
        quiet(() -> sync(desk, configuration), mail);
    }

    @Test
    void mbsyncNoticesNothingWhileItsProtocolIsReplacedTwice() throws Exception {
        Desk desk = Desk.of(server, folder, "swapped@school.edu");
        fill(desk, IntStream.range(0, 100));
        try (Imap imap = desk.imap()) {
            imap.ok("SELECT INBOX");
            for (int i = 0; i < 9; i++) {
                imap.ok("COPY 1:100 INBOX");
            }
        }
        Swaps swaps = new Swaps(server);
        List<Path> updates = List.of(swaps.made(IMAP, "91.0.0"), swaps.made(IMAP, "92.0.0"));
        ExecutorService syncing = Executors.newSingleThreadExecutor();
        try {
            AtomicBoolean enough = new AtomicBoolean();
            CountDownLatch begun = new CountDownLatch(1);
            Future<Integer> rounds = syncing.submit(() -> {
                int round = 0;
                do {
                    Path mail = Files.createDirectories(folder.resolve("round" + ++round));
                    begun.countDown();
                    sync(desk, mbsync(desk, mail));
                    assertThat(Maildir.files(mail)).hasSize(1000);
                } while (!enough.get());
                return round;
            });
            assertThat(begun.await(120, TimeUnit.SECONDS)).isTrue();
            for (Path update : updates) {
                swaps.update(IMAP, update);
            }
            enough.set(true);
            assertThat(rounds.get(120, TimeUnit.SECONDS)).isPositive();
        } finally {
            syncing.shutdownNow();
        }
    }

    private static Path mbsync(Desk desk, Path mail) throws Exception {
        return desk.file("mbsyncrc", """
                IMAPAccount house
                Host localhost
                Port %d
                User %s
                Pass posthouse
                SSLType IMAPS
                CertificateFile %s

                IMAPStore far
                Account house

                MaildirStore near
                Path %s/
                Inbox %s/INBOX
                SubFolders Verbatim

                Channel both
                Far :far:
                Near :near:
                Patterns *
                Create Both
                Remove Both
                Expunge Both
                SyncState *
                """.formatted(server.port(993), desk.user(), desk.certificate(), mail, mail));
    }

    private static Run sync(Desk desk, Path configuration) throws Exception {
        Run run = desk.done("mbsync", "-c", configuration.toString(), "-V", "-Dn", "both");
        // It does so where this is offered.
        assertThat(run.out()).contains("COMPRESS DEFLATE");
        assertThat(run.out() + run.err()).doesNotContainIgnoringCase("warning");
        return run;
    }

    @Test
    @Drives(
            value = "OfflineIMAP",
            debian = "offlineimap3",
            ports = {993},
            deeds = {READ, FLAG, DELETE, FOLDERS})
    void offlineimapBringsBothSidesTogetherAndThenMovesNothing() throws Exception {
        int messages = 200 * TIMES;
        Desk desk = Desk.of(server, folder, "offlineimap@school.edu");
        fill(desk, messages);
        Path mail = folder.resolve("mail");
        Path configuration = offlineimap(desk, mail);
        Maildir near = new Maildir(mail.resolve("INBOX"));
        offline(desk, configuration);
        assertThat(near.messages()).hasSize(messages).isEqualTo(far(desk, "INBOX"));
        assertThat(new Maildir(mail.resolve("Entwürfe & 日本語.Año")).messages()).isEqualTo(Map.of("number 0", "S"));
        Run quiet = quiet(() -> offline(desk, configuration), mail);
        assertThat(quiet.out() + quiet.err()).doesNotContain("Copy message", "Adding", "Deleting");

        change(desk, near);
        new Maildir(mail.resolve(NEW)).add("private", "RS");
        offline(desk, configuration);
        assertTogether(desk, near, messages);
        assertThat(far(desk, NEW_ON_THE_LINE)).isEqualTo(Map.of("private", "RS"));
        assertThat(new Maildir(mail.resolve("Work")).messages()).isEqualTo(Map.of("number 90001", "F"));
        quiet(() -> offline(desk, configuration), mail);
    }

    /** TLS from the first octet: its library now and then waits for the answer to STARTTLS with no thread left that reads. */
    private static Path offlineimap(Desk desk, Path mail) throws Exception {
        return desk.file(
                "offlineimaprc", """
                [general]
                accounts = house
                metadata = %s/metadata
                [Account house]
                localrepository = near
                remoterepository = far
                utf8foldernames = yes
                [Repository near]
                type = Maildir
                localfolders = %s
                [Repository far]
                type = IMAP
                remotehost = localhost
                remoteport = %d
                remoteuser = %s
                remotepass = posthouse
                ssl = yes
                sslcacertfile = %s
                """.formatted(desk.folder(), mail, server.port(993), desk.user(), desk.certificate()));
    }

    private static Run offline(Desk desk, Path configuration) throws Exception {
        Run run = desk.done("offlineimap", "-c", configuration.toString(), "-o", "-u", "basic");
        assertThat(run.out() + run.err()).contains("Finished account").doesNotContain("ERROR", "WARNING");
        return run;
    }
}
