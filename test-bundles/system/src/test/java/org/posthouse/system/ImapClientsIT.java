package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthouse.system.Drives.Deed.COPY;
import static org.posthouse.system.Drives.Deed.DELETE;
import static org.posthouse.system.Drives.Deed.FLAG;
import static org.posthouse.system.Drives.Deed.FOLDERS;
import static org.posthouse.system.Drives.Deed.LARGE;
import static org.posthouse.system.Drives.Deed.MOVE;
import static org.posthouse.system.Drives.Deed.READ;
import static org.posthouse.system.Drives.Deed.SEND;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.testkit.Ports;

/** Mail clients that people use read and change mail by IMAP. */
@Tag("clients")
final class ImapClientsIT {
    private static final int MESSAGES = 50;
    /** As it is typed, for a space alone completes a name. */
    private static final String TYPED = "Entwürfe<quote-char> &<quote-char> 日本語/Año";

    private static final Pattern BODY = Pattern.compile("(?m)^Body of (\\d+)\r?$");

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

    private static void fill(Desk desk, int messages) throws IOException {
        try (Imap imap = desk.imap()) {
            for (int i = 0; i < messages; i++) {
                imap.append("INBOX", message(i));
            }
        }
    }

    private static byte[] message(int number) {
        return ("From: ron@example.com\r\nTo: kate@school.edu\r\nSubject: number " + number + "\r\nMessage-ID: <"
                        + number + "@example.com>\r\nDate: Mon, 5 Jan 2026 08:00:00 +0000\r\n\r\nBody of " + number
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    @Drives(
            value = "NeoMutt",
            debian = "neomutt",
            ports = {993},
            deeds = {READ})
    void neomuttReadsEveryMessage() throws Exception {
        Desk desk = Desk.of(server, folder, "reader@school.edu");
        fill(desk, MESSAGES);
        Path read = folder.resolve("read.txt");
        String screen = neomutt(
                desk,
                "<tag-pattern>~A<enter><tag-prefix><pipe-entry>cat >> " + read
                        + "<enter><untag-pattern>~A<enter><exit>");
        assertThat(read).as(screen).exists();
        assertThat(BODY.matcher(Files.readString(read)).results().map(body -> Integer.parseInt(body.group(1))))
                .as(screen)
                .hasSize(MESSAGES)
                .doesNotHaveDuplicates();
    }

    @Test
    @Drives(
            value = "NeoMutt",
            debian = "neomutt",
            ports = {993},
            deeds = {FLAG, COPY, MOVE, DELETE, FOLDERS})
    void neomuttFlagsMovesCopiesAndDeletes() throws Exception {
        Desk desk = Desk.of(server, folder, "sorter@school.edu");
        fill(desk, 7);
        String screen = neomutt(
                desk,
                tagged("'number 1'", "<flag-message>")
                        + tagged("'number [23]'", "<save-message><kill-line>=" + TYPED + "<enter>")
                        + tagged("'number 4'", "<copy-message><kill-line>=Archive<enter>")
                        + "<delete-pattern>~s 'number 5'<enter><sync-mailbox><exit>");
        try (Imap imap = desk.imap()) {
            assertThat(flags(imap, "INBOX"))
                    .as(screen)
                    .isEqualTo(Map.of("number 0", "", "number 1", "F", "number 4", "", "number 6", ""));
            assertThat(flags(imap, "Archive")).containsOnlyKeys("number 4");
            assertThat(flags(imap, Desk.FOLDER)).containsOnlyKeys("number 2", "number 3");
        }
    }

    private static String tagged(String subject, String act) {
        return "<tag-pattern>~s " + subject + "<enter><tag-prefix>" + act + "<untag-pattern>~A<enter>";
    }

    /** Flags by subject, in a Maildir's letters. */
    private static Map<String, String> flags(Imap imap, String mailbox) throws IOException {
        imap.ok("EXAMINE \"" + mailbox + "\"");
        return Maildir.messages(
                imap.ok("FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])").untagged());
    }

    /** What it shows while these keys are pressed. */
    private String neomutt(Desk desk, String keys) throws Exception {
        Path configuration =
                desk.file("muttrc", """
                set charset = utf-8
                set folder = "imaps://localhost:%d/"
                set spoolfile = "+INBOX"
                set imap_user = "%s"
                set imap_pass = "posthouse"
                set certificate_file = "%s"
                set wait_key = no
                set pipe_split = yes
                set confirmcreate = no
                set confirmappend = no
                set delete = yes
                set move = no
                set quit = yes
                push "%s"
                """.formatted(server.port(993), desk.user(), desk.certificate(), keys));
        Path screen = folder.resolve("screen");
        desk.done("script", "-qec", "TERM=xterm neomutt -n -F " + configuration, screen.toString());
        return Files.readString(screen);
    }

    @Test
    @Drives(
            value = "Python imaplib",
            debian = "python3",
            ports = {143, 993},
            deeds = {READ, FLAG, COPY, MOVE, DELETE, FOLDERS, LARGE})
    void pythonsImaplibKeepsReadsFlagsCopiesMovesAndDeletes() throws Exception {
        Desk desk = Desk.of(server, folder, "imaplib@school.edu");
        desk.python(
                "imap_person.py",
                Integer.toString(server.port(143)),
                Integer.toString(server.port(993)),
                desk.certificate().toString(),
                desk.user());
        try (Imap imap = desk.imap()) {
            assertThat(flags(imap, "INBOX"))
                    .isEqualTo(Map.of("number 4", "FR", "number 5", "", "number 6", "", "large", ""));
        }
    }

    /** It is large, and slow to start. */
    @Test
    @EnabledIfSystemProperty(named = "posthouse.long", matches = "true")
    @Drives(
            value = "Thunderbird",
            debian = "thunderbird",
            ports = {587, 993},
            deeds = {SEND, READ, FLAG, COPY, MOVE, DELETE, FOLDERS, LARGE})
    void thunderbirdSendsReadsFlagsCopiesMovesAndDeletes() throws Exception {
        Desk desk = Desk.of(server, folder, "thunderbird@school.edu");
        desk.python(
                "thunderbird_person.py",
                Integer.toString(server.port(587)),
                Integer.toString(server.port(993)),
                desk.certificate().toString(),
                desk.user(),
                Integer.toString(Ports.offset() + 25),
                folder.toString(),
                Attachment.of(6).file(folder).toString());
        try (Imap imap = desk.imap()) {
            assertThat(flags(imap, "INBOX"))
                    .isEqualTo(Map.of("=?UTF-8?B?R3LDtsOfZQ==?=", "S", "number 1", "FS", "number 5", ""));
            assertThat(flags(imap, Desk.FOLDER)).isEqualTo(Map.of("number 1", "FS", "number 2", ""));
            assertThat(flags(imap, "Trash")).containsOnlyKeys("number 3");
            assertThat(flags(imap, "Sent")).hasSize(1);
        }
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
