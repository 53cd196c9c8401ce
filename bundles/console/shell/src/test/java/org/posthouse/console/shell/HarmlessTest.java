package org.posthouse.console.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HarmlessTest {
    private static final String NASTY = "a\u001b]0;title\u0007\u009b2J\u202eb\r\u2028c";
    private static final String SEEN = "a?]0;title??2J?b??c";

    @Test
    void whatSteersATerminalIsShownAsAQuestionMark() {
        assertThat(Harmless.line(NASTY + "\n")).isEqualTo(SEEN + "?");
        assertThat(Harmless.lines(NASTY + "\n")).isEqualTo(SEEN + "\n");
        assertThat(Harmless.line("Zoë 日本 🐎")).isEqualTo("Zoë 日本 🐎");
    }

    @Test
    void nothingThatIsPrintedGetsPastIt() throws Exception {
        Screen screen = new Screen("yes\n");
        screen.print(NASTY + "\n");
        assertThat(screen.out()).isEqualTo(SEEN + "\n");
        screen.error(NASTY + "\n");
        screen.errorAnew(NASTY);
        assertThat(screen.err()).isEqualTo(SEEN + "\n\r\u001b[K" + SEEN);
        Screen other = new Screen();
        try (OutputStream foreign = other.foreign()) {
            foreign.write((NASTY.replace("\u202e", "").replace("\u2028", "") + "\ttab Zoë\n").getBytes(UTF_8));
        }
        assertThat(other.out())
                .startsWith("a?]0;title?")
                .endsWith("\ttab Zoë\n")
                .doesNotContain("\u001b", "\u009b");
    }

    @Test
    void aControlInTwoOctetsIsFoundAcrossWrites() throws Exception {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try (OutputStream terminal = Harmless.stream(shown)) {
            terminal.write(0xc2);
            terminal.write(0x9b);
        }
        assertThat(shown.toByteArray()).isEqualTo(new byte[] {(byte) 0xc2, '?'});
    }

    @Test
    void jsonLosesNothingAndSteersNothing() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Json.print(Map.of("k\u009b", List.of("x\u001b\u007f\u202eZoë 🐎")), out);
        assertThat(out.toString(UTF_8)).isEqualTo("{\n  \"k\\u009b\" : [ \"x\\u001B\\u007F\\u202eZoë 🐎\" ]\n}\n");
        assertThat(Json.line(Map.of("error", "x\u009b"))).isEqualTo("{\"error\":\"x\\u009b\"}\n");
    }
}
