package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail clients that people use read and change mail by IMAP. */
@Tag("clients")
final class ImapClientsIT {
    private static final int MESSAGES = 50;
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", Pattern.DOTALL);
    private static final Pattern READ = Pattern.compile("(?m)^Body of (\\d+)\r?$");

    @TempDir
    private static Path home;

    @TempDir
    private Path work;

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server = Server.demo(home);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** Those whose number can be divided by 3 are seen, by 7 flagged and answered. */
    private static void fill(String user) throws IOException {
        try (Imap imap = server.imap(user)) {
            for (int i = 0; i < MESSAGES; i++) {
                imap.append("INBOX", message(i));
                if (i % 3 == 0) {
                    imap.ok("SELECT INBOX");
                    imap.ok("STORE * +FLAGS.SILENT (\\Seen)");
                }
                if (i % 7 == 0) {
                    imap.ok("SELECT INBOX");
                    imap.ok("STORE * +FLAGS.SILENT (\\Flagged \\Answered)");
                }
            }
        }
    }

    private static byte[] message(int number) {
        return ("From: ron@example.com\r\nTo: kate@school.edu\r\nSubject: number " + number + "\r\nMessage-ID: <"
                        + number + "@example.com>\r\nDate: Mon, 5 Jan 2026 08:00:00 +0000\r\n\r\nBody of " + number
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The server's own certificate, which a client is told to trust. */
    private Path certificate() throws Exception {
        Run run = Run.of(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + server.port(993)), "");
        Matcher certificate = CERTIFICATE.matcher(run.out());
        assertThat(certificate.find()).as(run.out() + run.err()).isTrue();
        return Files.writeString(work.resolve("certificate.pem"), certificate.group());
    }

    @Test
    void mbsyncBringsBothSidesTogether() throws Exception {
        String user = "kate@school.edu";
        fill(user);
        Path configuration = mbsync(user);
        Maildir near = new Maildir(work.resolve("mail/INBOX"));
        sync(configuration);
        assertThat(near.messages()).hasSize(MESSAGES).isEqualTo(far(user, "INBOX"));

        near.flag("number 1", "F");
        near.flag("number 2", "T");
        near.flag("number 21", "");
        near.add("near", "S");
        new Maildir(work.resolve("mail/Private")).add("private", "RS");
        try (Imap imap = server.imap(user)) {
            imap.ok("SELECT INBOX");
            imap.ok("STORE 4 +FLAGS (\\Draft)");
            imap.ok("STORE 5 +FLAGS (\\Deleted)");
            imap.ok("EXPUNGE");
            imap.append("INBOX", message(MESSAGES));
            imap.ok("CREATE Work");
        }
        sync(configuration);
        Map<String, String> together = near.messages();
        assertThat(together)
                .hasSize(MESSAGES)
                .isEqualTo(far(user, "INBOX"))
                .doesNotContainKeys("number 2", "number 4")
                .containsEntry("number 1", "F")
                .containsEntry("number 3", "DS")
                .containsEntry("number 21", "")
                .containsEntry("near", "S")
                .containsEntry("number 50", "");
        assertThat(far(user, "Private")).isEqualTo(Map.of("private", "RS"));
        assertThat(work.resolve("mail/Work/cur")).isDirectory();

        sync(configuration);
        assertThat(near.messages()).isEqualTo(together).isEqualTo(far(user, "INBOX"));
    }

    private Path mbsync(String user) throws Exception {
        Path mail = Files.createDirectories(work.resolve("mail"));
        return Files.writeString(
                work.resolve("mbsyncrc"), """
                IMAPAccount house
                Host 127.0.0.1
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
                Expunge Both
                SyncState *
                """.formatted(server.port(993), user, certificate(), mail, mail));
    }

    private static void sync(Path configuration) throws Exception {
        Run run = Run.of(List.of("mbsync", "-c", configuration.toString(), "-V", "-Dn", "both"), "");
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        // It does so where this is offered.
        assertThat(run.out()).contains("COMPRESS DEFLATE");
    }

    /** Flags by subject, in a Maildir's letters. */
    private static Map<String, String> far(String user, String mailbox) throws IOException {
        try (Imap imap = server.imap(user)) {
            imap.ok("EXAMINE " + mailbox);
            return Maildir.messages(imap.ok("UID FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
                    .untagged());
        }
    }

    @Test
    void neomuttReadsEveryMessage() throws Exception {
        String user = "ron@example.com";
        fill(user);
        Path read = work.resolve("read.txt");
        Path configuration =
                Files.writeString(work.resolve("muttrc"), """
                set folder = "imaps://127.0.0.1:%d/"
                set spoolfile = "+INBOX"
                set imap_user = "%s"
                set imap_pass = "posthouse"
                set certificate_file = "%s"
                set ssl_usesystemcerts = no
                set wait_key = no
                set pipe_split = yes
                set quit = yes
                push "<tag-pattern>~A<enter><tag-prefix><pipe-entry>cat >> %s<enter><untag-pattern>~A<enter><exit>"
                """.formatted(server.port(993), user, certificate(), read));
        Run run = Run.of(
                List.of(
                        "script",
                        "-qec",
                        "TERM=xterm neomutt -n -F " + configuration,
                        work.resolve("screen").toString()),
                "");
        assertThat(read).as(run.out() + run.err()).exists();
        assertThat(READ.matcher(Files.readString(read)).results().map(body -> Integer.parseInt(body.group(1))))
                .as(run.out())
                .hasSize(MESSAGES)
                .doesNotHaveDuplicates();
    }

    @Test
    void curlLogsInWithAnInitialResponse() throws Exception {
        Run run = curl("LIST () \"\" (INBOX) RETURN (STATUS (MESSAGES SIZE))");
        assertThat(run.err()).containsPattern("> A\\d+ AUTHENTICATE PLAIN [A-Za-z0-9+/]+=*");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"INBOX\"");
    }

    @Test
    void clientsAreToldWhatMailboxesAreFor() throws Exception {
        Run run = curl("LIST (SPECIAL-USE) \"\" *");
        assertThat(run.out())
                .contains("\\Drafts) \"/\" \"Drafts\"", "\\Trash) \"/\" \"Trash\"")
                .doesNotContain("INBOX");
    }

    private static Run curl(String command) throws Exception {
        return Run.of(
                List.of(
                        "curl",
                        "-skv",
                        "--sasl-ir",
                        "--login-options",
                        "AUTH=PLAIN",
                        "--user",
                        "postmaster@school.edu:posthouse",
                        "-X",
                        command,
                        "imaps://127.0.0.1:" + server.port(993) + "/"),
                "");
    }
}
