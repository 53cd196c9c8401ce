package org.posthouse.delivery.smtp.talk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DotTextTest {
    /** On the wire, written in pieces of this size. */
    private static String wire(String text, int piece) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DotText dots = new DotText(out);
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int from = 0; from < octets.length; from += piece) {
            byte[] some = Arrays.copyOfRange(octets, from, Math.min(octets.length, from + piece));
            dots.write(some, some.length);
        }
        dots.finish();
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void linesEndAndDotsAreDoubled() throws IOException {
        Map<String, String> wanted = Map.ofEntries(
                Map.entry("", ".\r\n"),
                Map.entry("a\r\n", "a\r\n.\r\n"),
                Map.entry("a", "a\r\n.\r\n"),
                Map.entry(".", "..\r\n.\r\n"),
                Map.entry(".\r\n", "..\r\n.\r\n"),
                Map.entry("a\r\n.b\r\n", "a\r\n..b\r\n.\r\n"),
                Map.entry("a\n.b\n", "a\r\n..b\r\n.\r\n"),
                Map.entry("a\r.b\r", "a\r\n..b\r\n.\r\n"),
                Map.entry("a\r\r\nb", "a\r\n\r\nb\r\n.\r\n"),
                Map.entry("\r\n\r\n", "\r\n\r\n.\r\n"),
                Map.entry("\u0000\u00ff", "\u0000\u00ff\r\n.\r\n"));
        for (Map.Entry<String, String> each : wanted.entrySet()) {
            for (int piece = 1; piece < 5; piece++) {
                assertThat(wire(each.getKey(), piece)).isEqualTo(each.getValue());
            }
        }
    }

    @Test
    void s02NoMessageEndsBeforeItsEnd() throws IOException {
        for (String end : new String[] {
            "\n.\n",
            "\n.\r\n",
            "\r\n.\n",
            "\r.\r",
            "\n.\r",
            "\r.\n",
            "\r.\r\n",
            "\r\n.\r\r\n",
            "\r\r\n.\r\r\n",
            "\r\n.\r\n"
        }) {
            String wire = wire("a" + end + "MAIL FROM:<evil@example.com>\r\n", 3);
            assertThat(wire.indexOf("\r\n.\r\n")).isEqualTo(wire.length() - 5);
            assertThat(wire.replace("\r\n", "")).doesNotContain("\r", "\n");
        }
    }

    @Test
    void whateverThereIsComesBackAsItWas() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                text.append(new String[] {".", "..", "\r\n", "a", "\u00e4"}[random.nextInt(5)]);
            }
            String wire = wire(text.toString(), 1 + random.nextInt(7));
            String ended = text.isEmpty() || text.toString().endsWith("\r\n") ? text.toString() : text + "\r\n";
            String undone = ("\r\n" + wire.substring(0, wire.length() - 3)).replace("\r\n.", "\r\n");
            assertThat(undone.substring(2)).isEqualTo(ended);
        }
    }
}
