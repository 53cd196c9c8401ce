package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Awkward messages go in and come back octet by octet, and their structure is told without a fault. */
final class RoundTripIT {
    @TempDir
    Path home;

    @Test
    void whatGoesInComesBackOctetByOctet() throws Exception {
        List<Path> messages = Distribution.awkwardMessages();
        assumeFalse(messages.isEmpty(), "there are no messages beside the source tree");
        try (Server server = Server.demo(home);
                Imap imap = server.imap("kate@school.edu")) {
            int count = 0;
            for (Path file : messages) {
                byte[] message = withCrlf(Files.readAllBytes(file));
                boolean bySmtp = longestLine(message) <= 998 && isClean(message);
                if (bySmtp) {
                    submit(server, message);
                } else {
                    assertThat(imap.append("INBOX", message).ok())
                            .as(file.toString())
                            .isTrue();
                }
                int expected = ++count;
                await().until(() -> imap.count("INBOX") >= expected);
                imap.ok("SELECT INBOX");
                same(imap, expected, message, file, bySmtp);
                for (String item : List.of("ENVELOPE", "BODYSTRUCTURE", "BODY", "BODY.PEEK[1]", "BODY.PEEK[TEXT]")) {
                    assertThat(imap.ask("FETCH " + expected + " (" + item + ")").ok())
                            .as(item + " of " + file)
                            .isTrue();
                }
            }
            assertThat(count).isGreaterThan(100);
        }
    }

    private static void submit(Server server, byte[] message) throws IOException {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("250", "MAIL FROM:<ron@example.com> BODY=8BITMIME");
            smtp.expect("250", "RCPT TO:<kate@school.edu>");
            smtp.expect("354", "DATA");
            smtp.send(stuffed(message));
            smtp.expect("250", ".");
        }
    }

    private static void same(Imap imap, int number, byte[] message, Path file, boolean bySmtp) throws IOException {
        String response =
                imap.ok("FETCH " + number + " (BODY.PEEK[])").untagged().get(0);
        int begin = response.indexOf("}\r\n") + 3;
        int length = Integer.parseInt(response.substring(response.indexOf('{') + 1, begin - 3));
        String got = response.substring(begin, begin + length);
        String sent = new String(message, StandardCharsets.ISO_8859_1);
        if (bySmtp) {
            assertThat(got).as(file.toString()).endsWith(sent);
            assertThat(got.substring(0, got.length() - sent.length()))
                    .as("trace of " + file)
                    .matches(
                            "(?s)(?:(?:Return-Path|Delivered-To|Received|X-[\\w-]+): [^\\r\\n]*\\r\\n(?:[ \\t][^\\r\\n]*\\r\\n)*)*");
        } else {
            assertThat(got).as(file.toString()).isEqualTo(sent);
        }
    }

    private static byte[] withCrlf(byte[] octets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < octets.length; i++) {
            boolean crlf = octets[i] == '\r' && i + 1 < octets.length && octets[i + 1] == '\n';
            if (octets[i] == '\n' || (octets[i] == '\r' && !crlf)) {
                out.write('\r');
                out.write('\n');
            } else if (!crlf) {
                out.write(octets[i]);
            }
        }
        byte[] so = out.toByteArray();
        boolean ended = so.length >= 2 && so[so.length - 1] == '\n';
        if (!ended) {
            out.write('\r');
            out.write('\n');
        }
        return out.toByteArray();
    }

    private static int longestLine(byte[] message) {
        int longest = 0;
        int begin = 0;
        for (int i = 0; i < message.length; i++) {
            if (message[i] == '\n') {
                longest = Math.max(longest, i - 1 - begin);
                begin = i + 1;
            }
        }
        return longest;
    }

    private static boolean isClean(byte[] message) {
        for (byte octet : message) {
            if (octet == 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] stuffed(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < message.length; i++) {
            if (message[i] == '.' && (i == 0 || message[i - 1] == '\n')) {
                out.write('.');
            }
            out.write(message[i]);
        }
        return out.toByteArray();
    }
}
