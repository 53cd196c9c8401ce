package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.posthouse.system.Drives.Deed.DELETE;
import static org.posthouse.system.Drives.Deed.FOLDERS;
import static org.posthouse.system.Drives.Deed.LARGE;
import static org.posthouse.system.Drives.Deed.READ;
import static org.posthouse.system.Drives.Deed.SEND;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that send mail and programs that fetch it, with and without TLS from the start, octet by octet. */
@Tag("clients")
final class SendAndFetchIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String TEXT = ".\nHello Grüße\n..\n";

    @TempDir
    private static Path home;

    @TempDir
    private Path folder;

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server = Server.demo(home);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static void awaitMails(Desk desk, int count) {
        await().atMost(PATIENCE).until(() -> {
            try (Imap imap = desk.imap()) {
                return imap.count("INBOX") == count;
            }
        });
    }

    /** The last message of an INBOX, an octet a character. */
    private static String last(Desk desk) throws IOException {
        try (Imap imap = desk.imap()) {
            imap.ok("EXAMINE INBOX");
            return imap.ok("FETCH * BODY.PEEK[]").untagged().get(0);
        }
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Test
    @Drives(
            value = "swaks",
            debian = "swaks",
            ports = {465, 587},
            deeds = {SEND, LARGE})
    @Drives(
            value = "fetchmail",
            debian = "fetchmail",
            ports = {110, 995},
            deeds = {READ, DELETE, LARGE})
    void swaksSendsAndFetchmailKeepsAndTakes() throws Exception {
        Desk desk = Desk.of(server, folder, "swaks@school.edu");
        Attachment large = Attachment.of(1);
        swaks(desk, 587, "--tls", "PLAIN", "--attach", "@" + large.file(folder));
        awaitMails(desk, 1);
        swaks(desk, 465, "--tlsc", "LOGIN", "--body", TEXT.replace("\n", "\\n"));
        awaitMails(desk, 2);
        assertThat(last(desk)).contains(latin("\r\n\r\n.\r\nHello Grüße\r\n..\r\n"));

        fetchmail(desk, 0, 110, "keep sslproto \"TLS1.2+\"");
        String kept = Files.readString(folder.resolve("mda"), StandardCharsets.ISO_8859_1);
        assertThat(kept).contains("\nSubject: by swaks\n", latin("\n\n" + TEXT));
        assertThat(large.in(kept)).isTrue();
        assertThat(fetchmail(desk, 1, 110, "keep sslproto \"TLS1.2+\"").out()).contains("2 messages (2 seen)");
        awaitMails(desk, 2);
        Files.delete(folder.resolve("mda"));
        fetchmail(desk, 0, 995, "fetchall no keep ssl");
        assertThat(large.in(Files.readString(folder.resolve("mda"), StandardCharsets.ISO_8859_1)))
                .isTrue();
        awaitMails(desk, 0);
    }

    private static void swaks(Desk desk, int port, String tls, String mechanism, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "swaks",
                "--server",
                "localhost:" + server.port(port),
                tls,
                "--tls-verify",
                "--tls-ca-path",
                desk.certificate().toString(),
                "--auth",
                mechanism,
                "--auth-user",
                desk.user(),
                "--auth-password",
                "posthouse",
                "--from",
                desk.user(),
                "--to",
                desk.user(),
                "--header",
                "Subject: by swaks",
                "--suppress-data"));
        command.addAll(List.of(more));
        desk.done(command.toArray(String[]::new));
    }

    private Run fetchmail(Desk desk, int status, int port, String how) throws Exception {
        Path settings = desk.file(
                "fetchmailrc",
                "poll localhost service " + server.port(port) + " protocol pop3 uidl\n  user \"" + desk.user()
                        + "\" password \"posthouse\" sslcertck sslcertfile \"" + desk.certificate() + "\" " + how
                        + "\n  mda \"cat >> " + folder.resolve("mda") + "\"\n");
        Run run = desk.run("fetchmail", "-v", "-f", settings.toString());
        assertThat(run.status()).as(run.out() + run.err()).isEqualTo(status);
        return run;
    }

    @Test
    @Drives(
            value = "msmtp",
            debian = "msmtp",
            ports = {465, 587},
            deeds = {SEND, LARGE})
    @Drives(
            value = "getmail",
            debian = "getmail6",
            ports = {993, 995},
            deeds = {READ, DELETE, FOLDERS, LARGE})
    void msmtpSendsAndGetmailKeepsAndTakes() throws Exception {
        Desk desk = Desk.of(server, folder, "msmtp@school.edu");
        Attachment large = Attachment.of(2);
        String message = large.message(desk.user(), "by msmtp", "\n");
        msmtp(desk, 587, "plain", "on", message);
        awaitMails(desk, 1);
        msmtp(desk, 465, "login", "off", "Subject: small\n\n" + TEXT);
        awaitMails(desk, 2);

        assertThat(getmail(desk, "POP3SSL", 995, "false").out()).contains("2 messages", "retrieved, 0 skipped");
        String kept = Files.readString(folder.resolve("mda"));
        assertThat(kept.contains(message)).isTrue();
        assertThat(kept).endsWith("\nSubject: small\n\n" + TEXT);
        assertThat(getmail(desk, "POP3SSL", 995, "false").out()).contains("0 messages (0 bytes) retrieved, 2 skipped");
        awaitMails(desk, 2);

        try (Imap imap = desk.imap()) {
            imap.ok("CREATE \"" + Desk.FOLDER + "\"");
            imap.ok("SELECT INBOX");
            imap.ok("MOVE 1 \"" + Desk.FOLDER + "\"");
        }
        String folders = "mailboxes = (\"INBOX\", u\"Entwürfe & 日本語/Año\")";
        assertThat(getmail(desk, "IMAPSSL", 993, "true", folders).out()).contains("2 messages", "retrieved, 0 skipped");
        awaitMails(desk, 0);
    }

    private static void msmtp(Desk desk, int port, String mechanism, String startTls, String message) throws Exception {
        Path configuration = desk.file("msmtprc", """
                account default
                host localhost
                port %d
                tls on
                tls_starttls %s
                tls_trust_file %s
                auth %s
                user %s
                password posthouse
                from %s
                """.formatted(
                        server.port(port), startTls, desk.certificate(), mechanism, desk.user(), desk.user()));
        Desk.succeeded(desk.run(List.of("msmtp", "-C", configuration.toString(), desk.user()), message));
    }

    private Run getmail(Desk desk, String protocol, int port, String take, String... more) throws Exception {
        desk.file("getmailrc", """
                [retriever]
                type = Simple%sRetriever
                server = localhost
                port = %d
                username = %s
                password = posthouse
                ca_certs = %s
                %s
                [destination]
                type = MDA_external
                path = /bin/sh
                arguments = ("-c", "cat >> %s")
                allow_root_commands = true
                [options]
                read_all = false
                delete = %s
                verbose = 2
                delivered_to = false
                received = false
                """.formatted(
                        protocol,
                        server.port(port),
                        desk.user(),
                        desk.certificate(),
                        String.join("", more),
                        folder.resolve("mda"),
                        take));
        return desk.done("getmail", "--getmaildir", folder.toString(), "--rcfile", "getmailrc");
    }

    @Test
    @Drives(
            value = "curl",
            debian = "curl",
            ports = {110, 143, 465, 587, 993, 995},
            deeds = {SEND, READ, DELETE, LARGE})
    void curlSendsAndFetches() throws Exception {
        Desk desk = Desk.of(server, folder, "curl@school.edu");
        Attachment large = Attachment.of(3);
        List<String> mail = List.of("--mail-from", desk.user(), "--mail-rcpt", desk.user());
        curl(
                desk,
                "smtp",
                587,
                "",
                mail,
                "-H",
                "Subject: by curl",
                "-F",
                "=Hello",
                "-F",
                "file=@" + large.file(folder) + ";encoder=base64");
        awaitMails(desk, 1);
        // A message that is sent as it is must have lines as the standard has them.
        Path small = desk.file("small", ("Subject: small\n\n" + TEXT).replace("\n", "\r\n"));
        curl(desk, "smtps", 465, "", mail, "-T", small.toString());
        awaitMails(desk, 2);

        assertThat(curl(desk, "pop3", 110, "", List.of()).lines()).hasSize(2);
        assertThat(large.in(curl(desk, "pop3s", 995, "1", List.of()))).isTrue();
        assertThat(curl(desk, "pop3", 110, "2", List.of())).endsWith("\r\n\r\n" + TEXT.replace("\n", "\r\n"));
        assertThat(large.in(curl(desk, "imap", 143, "INBOX;MAILINDEX=1", List.of())))
                .isTrue();
        curl(desk, "imaps", 993, "Drafts", List.of(), "-T", small.toString());
        curl(desk, "pop3s", 995, "1", List.of(), "-X", "DELE", "--head");
        awaitMails(desk, 1);
        try (Imap imap = desk.imap()) {
            assertThat(imap.count("Drafts")).isEqualTo(1);
        }
    }

    private static String curl(Desk desk, String scheme, int port, String path, List<String> first, String... more)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-sS",
                "--ssl-reqd",
                "--cacert",
                desk.certificate().toString(),
                "--user",
                desk.user() + ":posthouse"));
        command.addAll(first);
        command.addAll(List.of(more));
        command.add(scheme + "://localhost:" + server.port(port) + "/" + path);
        return desk.done(command.toArray(String[]::new)).out();
    }

    @Test
    @Drives(
            value = "NeoMutt",
            debian = "neomutt",
            ports = {587},
            deeds = {SEND, LARGE})
    void neomuttSendsAnAttachment() throws Exception {
        Desk desk = Desk.of(server, folder, "mutt@school.edu");
        Attachment large = Attachment.of(4);
        Path configuration =
                desk.file("muttrc", """
                set charset = utf-8
                set from = "%s"
                set smtp_url = "smtp://%s@localhost:%d/"
                set smtp_pass = "posthouse"
                set ssl_force_tls = yes
                set certificate_file = "%s"
                set copy = no
                """.formatted(desk.user(), desk.user(), server.port(587), desk.certificate()));
        Desk.succeeded(desk.run(
                List.of(
                        "neomutt",
                        "-n",
                        "-F",
                        configuration.toString(),
                        "-s",
                        "Größe",
                        "-a",
                        large.file(folder).toString(),
                        "--",
                        desk.user()),
                TEXT));
        awaitMails(desk, 1);
        assertThat(last(desk)).contains("Subject: =?utf-8?B?R3LDtsOfZQ==?=").matches(large::in);
    }

    @Test
    @Drives(
            value = "Python smtplib",
            debian = "python3",
            ports = {465, 587},
            deeds = {SEND, LARGE})
    @Drives(
            value = "Python poplib",
            debian = "python3",
            ports = {110, 995},
            deeds = {READ, DELETE, LARGE})
    void pythonsSmtplibSendsAndPoplibFetches() throws Exception {
        Desk desk = Desk.of(server, folder, "poplib@school.edu");
        desk.python(
                "pop3_person.py",
                Integer.toString(server.port(587)),
                Integer.toString(server.port(465)),
                Integer.toString(server.port(110)),
                Integer.toString(server.port(995)),
                desk.certificate().toString(),
                desk.user());
    }

    @Test
    void everyRecipeOfTheGuideWorks() throws Exception {
        Desk desk = Desk.of(server, folder, "guide@school.edu");
        List<String> recipes = Recipes.of(server);
        assertThat(recipes).hasSizeGreaterThan(5);
        for (String recipe : recipes) {
            desk.done("bash", "-ec", "set -o pipefail; cd " + folder + "; " + recipe);
        }
    }
}
