package org.posthouse.protocol.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.posthouse.api.mail.Reply;
import org.posthouse.lib.wire.smtp.ReplyLines;
import org.posthouse.lib.wire.smtp.Xtext;
import org.posthouse.testkit.MemoryConnection;
import org.posthouse.testkit.fuzz.Fuzz;

class SmtpFuzzTest {
    private static final List<String> SESSIONS = List.of(
            session(
                    "EHLO client.example",
                    "MAIL FROM:<ron@example.com> SIZE=10",
                    "RCPT TO:<kate@school.edu>",
                    "DATA",
                    "Subject: x",
                    "",
                    "text",
                    "..",
                    ".",
                    "QUIT"),
            session(
                    "LHLO client.example",
                    "MAIL FROM:<>",
                    "RCPT TO:<kate@school.edu>",
                    "RCPT TO:<full@school.edu>",
                    "RCPT TO:<nobody@school.edu>",
                    "DATA",
                    ".",
                    "RSET"),
            session(
                    "EHLO client.example",
                    "AUTH LOGIN",
                    "a2F0ZQ==",
                    "cG9zdGhvdXNl",
                    "MAIL FROM:<kate@school.edu> AUTH=<>",
                    "RCPT TO:<ron@example.com> NOTIFY=NEVER",
                    "DATA",
                    "x",
                    "."),
            session(
                    "EHLO client.example",
                    "AUTH PLAIN AGthdGUAcG9zdGhvdXNl",
                    "AUTH PLAIN",
                    "*",
                    "AUTH NONSENSE =",
                    "NOOP"),
            session("HELO client.example", "VRFY kate", "HELP", "STARTTLS", "BDAT 10 LAST", "EXPN staff", "", "X"));
    private static final List<String> PARAMETERS = List.of(
            "NOTIFY=SUCCESS,FAILURE,DELAY",
            "NOTIFY=NEVER",
            "ORCPT=rfc822;kate+40school.edu",
            "RET=HDRS",
            "ENVID=QQ+2B314159",
            "SIZE=12345678901234567890",
            "BODY=8BITMIME",
            "AUTH=kate+40school.edu");

    private final Fuzz sessions = Fuzz.of(SESSIONS)
            .words(
                    "\r\n.\r\n",
                    "\n.\n",
                    "\r\n.\r",
                    "STARTTLS\r\n",
                    "DATA\r\n",
                    "RSET\r\n",
                    "MAIL FROM:<a@b.example>\r\n",
                    "*\r\n",
                    "=\r\n")
            .rounds(8000);

    private static String session(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    @ParameterizedTest
    @EnumSource
    void theSameOctetsGetTheSameAnswersHoweverTheyAreCutAndWhoeverTakesOver(Dialect dialect) {
        sessions.feed(octets -> {
            SmtpScene scene = new SmtpScene(dialect);
            MemoryConnection whole = connection(scene);
            whole.send(octets);
            SmtpScene otherScene = new SmtpScene(dialect);
            MemoryConnection pieces = connection(otherScene);
            piecemeal(pieces, octets, new Random(Arrays.hashCode(octets)));
            String said = new String(whole.rest(), ISO_8859_1);
            assertThat(new String(pieces.rest(), ISO_8859_1)).isEqualTo(said);
            assertThat(said).doesNotContain("421 4.3.0");
            assertThat(said.split("\r\n")).allSatisfy(line -> assertThat(line).matches("([2-5]\\d\\d[ -][ -~]*|)"));
            assertThat(otherScene.messages()).isEqualTo(scene.messages());
        });
    }

    private static MemoryConnection connection(SmtpScene scene) {
        return new MemoryConnection(scene.client().clearTextLogin().noTls(), scene::handler).open();
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

    @ParameterizedTest
    @EnumSource
    void s12NoParameterThatIsTakenHidesALineEnd(Dialect dialect) {
        Desk desk = new SmtpScene(dialect).desk();
        Fuzz.of(PARAMETERS)
                .words("+0D+0A", "+0A", "+00", ",", ";", "rfc822;", "NEVER", "+C3+A9")
                .feed(octets -> {
                    String text = new String(octets, ISO_8859_1);
                    int equals = Math.max(0, text.indexOf('='));
                    String keyword = text.substring(0, equals).toUpperCase(Locale.ROOT);
                    String value = text.substring(Math.min(text.length(), equals + 1));
                    Map<String, String> parameter = new TreeMap<>(Map.of(keyword, value));
                    takenOrRefused(MailParameters.fault(parameter, desk), value);
                    takenOrRefused(DsnParameters.fault(parameter, desk), value);
                });
    }

    private static void takenOrRefused(Optional<Reply> fault, String value) {
        if (fault.isPresent()) {
            assertThat(ReplyLines.of(fault.get())).matches("5\\d\\d 5[ -~]+");
        } else {
            assertThat(value).matches("[!-~]*");
            assertThat(Xtext.decode(value).orElse("").chars()).noneMatch(c -> c < ' ' || c == 0x7f);
        }
    }
}
