package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watched by strace. */
final class SystemCallsIT {
    private static final Pattern READ = Pattern.compile("\\b(?:read|readv|recvfrom|recvmsg)(?:\\(| resumed)");
    private static final Pattern WRITE = Pattern.compile("\\b(?:write|writev|sendto|sendmsg)\\(");

    /** What is asked of the server, and the answer that promises to keep it, each as strace shows it. */
    private record Promise(String command, String answer) {}

    private static final Pattern WRITTEN = Pattern.compile("\\b(?:write|writev|sendto|sendmsg)\\(.* = (\\d+)$");
    private static final Pattern FROM_FILE = Pattern.compile("\\bsendfile(?:64)?(?:\\(| resumed).* = (\\d+)$");
    private static final String LINE = "octets of a large message\r\n";
    private static final int LARGE = 3 << 20;

    private static final List<Promise> PROMISES = new ArrayList<>();
    private static ForcedCalls calls;

    @BeforeAll
    static void work(@TempDir Path home) throws Exception {
        assumeTrue(Run.of(List.of("sh", "-c", "command -v strace"), "").status() == 0, "strace is not installed");
        Path log = home.resolve("strace.txt");
        List<String> strace = List.of(
                "strace",
                "-f",
                "-o",
                log.toString(),
                "-s",
                "256",
                "-e",
                "trace=openat,close,fdatasync,fsync,pwrite64,read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,sendfile");
        try (Server server = Server.under(strace, home)) {
            mails(server);
            SwapUnderLoadIT.awaitEmptyQueue(server);
            mailboxes(server);
            large(server);
            server.terminate();
        }
        calls = new ForcedCalls(Files.readAllLines(log, StandardCharsets.ISO_8859_1));
    }

    /** Every 250 and OK that promises something comes after a force that came after its command. */
    @Test
    void everyPromiseComesAfterItsForce() {
        int at = 0;
        for (Promise promise : PROMISES) {
            int asked = calls.next(at, READ, promise.command());
            int answered = calls.next(asked, WRITE, promise.answer());
            assertThat(calls.forced(asked, answered))
                    .as("a force for " + promise)
                    .isTrue();
            at = answered;
        }
    }

    /** Its octets are neither read nor written by us when the client fetches it: only the last of them, with what follows. */
    @Test
    void aLargeMessageGoesFromItsFileToTheSocket() {
        int asked = calls.next(0, READ, "FETCH 1 BODY.PEEK[]");
        int answered = calls.next(asked, WRITE, "FETCH completed");
        assertThat(calls.sum(asked, answered, FROM_FILE)).isBetween(LARGE - (1L << 16), (long) LARGE);
        assertThat(calls.sum(asked, answered + 1, WRITTEN)).isLessThan(1 << 17);
    }

    private static void large(Server server) throws Exception {
        try (Imap imap = server.imap("ron@example.com")) {
            imap.ok("CREATE Large");
            byte[] message = ("Subject: large\r\n\r\n" + LINE.repeat(LARGE / LINE.length()))
                    .substring(0, LARGE)
                    .getBytes(StandardCharsets.US_ASCII);
            assertThat(imap.append("Large", message).ok()).isTrue();
            imap.ok("SELECT Large");
            assertThat(imap.ok("FETCH 1 BODY.PEEK[]").untagged().toString())
                    .hasSizeGreaterThan(LARGE)
                    .contains("Subject: large");
        }
    }

    private static void mails(Server server) throws Exception {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            for (int i = 0; i < 5; i++) {
                String reply = smtp.mail("ron@example.com", "kate@school.edu", "Subject: " + i + "\r\n\r\nx\r\n");
                assertThat(reply).startsWith("250 2.0.0 queued");
                // With its queue id: the trace writes the replies of mails before it at its leisure.
                PROMISES.add(new Promise("Subject: " + i, reply));
            }
        }
        try (Smtp lmtp = new Smtp(server.port(24))) {
            lmtp.expect("250", "LHLO client.example");
            List<String> users = List.of("kate@school.edu", "ron@example.com");
            assertThat(lmtp.mail("ann@load.example", users, "Subject: by LMTP\r\n\r\nx\r\n"))
                    .allMatch(reply -> reply.startsWith("250"));
            PROMISES.add(new Promise("Subject: by LMTP", "250 2.1.5 delivered"));
        }
    }

    private static void mailboxes(Server server) throws Exception {
        try (Imap imap = server.imap("kate@school.edu")) {
            byte[] message = "Subject: appended\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII);
            assertThat(imap.append("INBOX", message).ok()).isTrue();
            PROMISES.add(new Promise("Subject: appended", "APPEND completed"));
            imap.ok("SELECT INBOX");
            kept(imap, "STORE", "1 +FLAGS.SILENT (\\Flagged)");
            kept(imap, "CREATE", "Copies");
            kept(imap, "COPY", "1 Copies");
            kept(imap, "MOVE", "2 Copies");
            kept(imap, "STORE", "1 +FLAGS.SILENT (\\Deleted)");
            kept(imap, "EXPUNGE", "");
            kept(imap, "RENAME", "Copies Kept");
            kept(imap, "SUBSCRIBE", "Kept");
            kept(imap, "UNSUBSCRIBE", "Kept");
            kept(imap, "DELETE", "Kept");
        }
    }

    private static void kept(Imap imap, String command, String rest) throws Exception {
        imap.ok((command + " " + rest).strip());
        PROMISES.add(new Promise(" " + command, " " + command + " completed"));
    }
}
