package org.posthouse.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineTest {
    @Test
    void beginsWithWhomItIsAbout() {
        assertThat(Line.of("c1", "came from 192.0.2.1")).isEqualTo("c1 came from 192.0.2.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "\n",
                "\u001b[31m",
                "\u0085",
                "\u2028",
                "\u2029",
                "\u202e",
                "\u200b",
                "\ufeff",
                "\0",
                "\ud800",
                "\t"
            })
    void nothingFromOutsideEndsOrColoursOrTurnsIt(String text) {
        String line = Line.of("c1", "NOOP " + text + "x");
        assertThat(line).matches("c1 NOOP \\?+.*x");
        assertThat(line.codePoints()).allMatch(c -> c >= ' ' && c < 127);
    }

    @Test
    void lettersOfAllScriptsStay() {
        assertThat(Line.of("c1", "SELECT Entwürfe 草稿")).isEqualTo("c1 SELECT Entwürfe 草稿");
    }

    @Test
    void isCutWhereItIsTooLong() {
        assertThat(Line.of("c1", "x".repeat(100_000))).hasSizeLessThan(600).endsWith("x…");
    }
}
