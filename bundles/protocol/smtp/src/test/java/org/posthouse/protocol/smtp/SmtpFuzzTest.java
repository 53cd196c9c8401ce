package org.posthouse.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.posthouse.testkit.MemoryConnection;

class SmtpFuzzTest {
    private static final List<Dialect> DIALECTS = List.of(Dialect.values());
    private static final List<String> LINES = List.of(
            "EHLO client.example",
            "LHLO client.example",
            "HELO client.example",
            "MAIL FROM:<ron@example.com>",
            "MAIL FROM:<kate@school.edu> SIZE=10",
            "RCPT TO:<kate@school.edu>",
            "RCPT TO:<full@school.edu>",
            "RCPT TO:<nobody@school.edu>",
            "DATA",
            ".",
            "..",
            "text",
            "Subject: away",
            "RSET",
            "NOOP",
            "VRFY kate",
            "AUTH LOGIN",
            "AUTH PLAIN AGthdGUAcG9zdGhvdXNl",
            "a2F0ZQ==",
            "cG9zdGhvdXNl",
            "*",
            "STARTTLS",
            "HELP",
            "",
            "X");

    @Test
    void theSameOctetsGetTheSameAnswersHoweverTheyAreCutAndWhoeverTakesOver() {
        Random random = new Random(6);
        for (int round = 0; round < 3000; round++) {
            Dialect dialect = DIALECTS.get(random.nextInt(DIALECTS.size()));
            byte[] octets = octets(random);
            SmtpScene scene = new SmtpScene(dialect);
            MemoryConnection whole = connection(scene);
            whole.send(octets);
            SmtpScene otherScene = new SmtpScene(dialect);
            MemoryConnection pieces = connection(otherScene);
            piecemeal(pieces, octets, random);
            String said = new String(whole.rest(), StandardCharsets.UTF_8);
            assertThat(new String(pieces.rest(), StandardCharsets.UTF_8)).isEqualTo(said);
            assertThat(said).doesNotContain("421 4.3.0");
            assertThat(otherScene.messages()).isEqualTo(scene.messages());
        }
    }

    @Test
    void everyCommandLineIsAnsweredWithReplyLinesOnly() {
        Random random = new Random(7);
        for (int round = 0; round < 3000; round++) {
            MemoryConnection connection = connection(new SmtpScene(Dialect.MX));
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            connection.send(noise);
            for (String line : new String(connection.rest(), StandardCharsets.UTF_8).split("\r\n")) {
                assertThat(line).matches("[2-5][0-9][0-9][ -].*|");
            }
        }
    }

    private static MemoryConnection connection(SmtpScene scene) {
        return new MemoryConnection(scene.client().clearTextLogin().noTls(), scene::handler).open();
    }

    private static byte[] octets(Random random) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int n = random.nextInt(40); n > 0; n--) {
            octets.writeBytes(LINES.get(random.nextInt(LINES.size())).getBytes(StandardCharsets.UTF_8));
            String end = random.nextInt(100) == 0 ? "\n" : random.nextInt(100) == 0 ? "\r" : "\r\n";
            octets.writeBytes(end.getBytes(StandardCharsets.UTF_8));
        }
        return octets.toByteArray();
    }

    private static void piecemeal(MemoryConnection connection, byte[] octets, Random random) {
        for (int at = 0; at < octets.length && !connection.closed(); ) {
            int end = Math.min(octets.length, at + 1 + random.nextInt(20));
            connection.send(Arrays.copyOfRange(octets, at, end));
            at = end;
            if (random.nextBoolean() && !connection.closed()) {
                connection.swap();
            }
        }
    }
}
