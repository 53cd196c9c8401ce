package org.posthouse.protocol.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.testkit.fuzz.Fuzz;

/** Messages that were spoiled come back as they are, and answer for all the parts they seem to have. */
class MessageFuzzTest {
    private static final Path MESSAGES = Path.of("src/test/messages");

    @Test
    void everyMessageComesBackAndAnswersForAllItsParts() throws IOException {
        List<byte[]> corpus = List.of(crlf(MESSAGES.resolve("nested.eml")), crlf(MESSAGES.resolve("french.eml")));
        Fuzz.ofOctets(corpus)
                .words(
                        "\r\n--b\r\n",
                        "\r\n--b--\r\n",
                        "\r\n--outer\r\n",
                        "\r\n\r\n",
                        "\r\n",
                        "\n",
                        "\r",
                        "Content-Type: ",
                        "multipart/mixed; boundary=\"b\"",
                        "message/rfc822",
                        "Content-Transfer-Encoding: base64\r\n",
                        "; charset*0*=utf-8''%00",
                        "=?utf-8?q?=00=0D=0A?=",
                        "(",
                        "\"\\",
                        "<@a,@b:c@d>",
                        "group: a@b, c@d;",
                        "\u00e9")
                .rounds(600)
                .feed(octets -> {
                    if (octets.length > 0) {
                        EveryPart.isAnswered(withoutNul(octets));
                    }
                });
    }

    private static byte[] crlf(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\n")
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** APPEND takes none. */
    private static byte[] withoutNul(byte[] octets) {
        byte[] clean = octets.clone();
        for (int i = 0; i < clean.length; i++) {
            clean[i] = clean[i] == 0 ? (byte) ' ' : clean[i];
        }
        return clean;
    }
}
