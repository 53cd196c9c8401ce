package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watched by strace: every 250 and OK that promises something comes after the force that keeps the promise. */
final class DurableBeforeOkIT {
    private static final Pattern WRITE = Pattern.compile("\\b(?:write|writev|sendto|sendmsg)\\(");
    private static final Pattern FORCED = Pattern.compile("\\b(?:fdatasync|fsync)(?:\\(| resumed).*= 0");
    /** The database's log is opened with O_DSYNC, so that each write forces what it writes. */
    private static final Pattern OPENED = Pattern.compile("openat(?:\\(| resumed).*= (\\d+)$");

    @TempDir
    Path home;

    @Test
    void everyPromiseComesAfterItsForce() throws Exception {
        assumeTrue(Run.of(List.of("sh", "-c", "command -v strace"), "").status() == 0, "strace is not installed");
        Path log = home.resolve("strace.txt");
        List<String> strace = List.of(
                "strace",
                "-f",
                "-o",
                log.toString(),
                "-s",
                "96",
                "-e",
                "trace=openat,fdatasync,fsync,pwrite64,write,writev,sendto,sendmsg");
        try (Server server = Server.under(strace, home)) {
            try (Smtp smtp = server.smtp()) {
                smtp.expect("250", "EHLO client.example");
                for (int i = 0; i < 5; i++) {
                    assertThat(smtp.mail("ron@example.com", "kate@school.edu", "Subject: " + i + "\r\n\r\nx\r\n"))
                            .startsWith("250");
                }
            }
            SwapUnderLoadIT.awaitEmptyQueue(server);
            try (Imap imap = server.imap("kate@school.edu")) {
                byte[] message = "Subject: appended\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII);
                assertThat(imap.append("INBOX", message).ok()).isTrue();
                imap.ok("SELECT INBOX");
                imap.ok("STORE 1 +FLAGS.SILENT (\\Flagged)");
                imap.ok("CREATE Copies");
                imap.ok("COPY 1 Copies");
                imap.ok("STORE 1 +FLAGS.SILENT (\\Deleted)");
                imap.ok("EXPUNGE");
            }
            server.terminate();
        }
        List<String> calls = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        for (String promise :
                List.of("250 2.0.0", "OK [APPENDUID", "OK STORE", "OK CREATE", "OK [COPYUID", "OK EXPUNGE")) {
            everyOne(calls, promise);
        }
    }

    private static boolean writes(String call, Set<String> files) {
        return files.stream()
                .anyMatch(file -> call.contains("write(" + file + ",") || call.contains("pwrite64(" + file + ","));
    }

    /** Between a promise and the promise before it, there was a force that came back well. */
    private static void everyOne(List<String> calls, String promise) {
        boolean forced = false;
        int promises = 0;
        Set<String> forcing = new HashSet<>();
        Set<String> opening = new HashSet<>();
        for (String call : calls) {
            String thread = call.substring(0, call.indexOf(' '));
            Matcher opened = OPENED.matcher(call);
            if (call.contains("O_SYNC") || call.contains("O_DSYNC")) {
                opening.add(thread);
            }
            if (opened.find()) {
                if (opening.remove(thread)) {
                    forcing.add(opened.group(1));
                } else {
                    forcing.remove(opened.group(1));
                }
            } else if (FORCED.matcher(call).find() || writes(call, forcing)) {
                forced = true;
            } else if (WRITE.matcher(call).find() && call.contains(promise)) {
                assertThat(forced).as("force before " + call).isTrue();
                promises++;
                forced = false;
            }
        }
        assertThat(promises).as("writes of " + promise).isPositive();
    }
}
