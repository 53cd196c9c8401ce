package org.posthouse.lib.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class NeedleTest {
    @Test
    void caseDoesNotMatter() throws IOException {
        assertThat(new Needle("KÄthe").in("liebe käTHE!")).isTrue();
        assertThat(new Needle("käthe").in(new StringReader("KÄTHE"))).isTrue();
        assertThat(new Needle("x").in("")).isFalse();
        assertThat(new Needle("").in("")).isTrue();
    }

    @Test
    void itFindsWhatContainsFinds() throws IOException {
        Random random = new Random(1);
        for (int round = 0; round < 5000; round++) {
            String sought = letters(random, 5);
            String text = letters(random, 40);
            assertThat(new Needle(sought).in(text)).isEqualTo(text.contains(sought));
            assertThat(new Needle(sought).in(new StringReader(text))).isEqualTo(text.contains(sought));
        }
    }

    @Test
    void noTextTakesLong() {
        Needle needle = new Needle("a".repeat(30_000) + "b");
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> assertThat(needle.in("a".repeat(2_000_000)))
                .isFalse());
    }

    private static String letters(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            text.append((char) ('a' + random.nextInt(2)));
        }
        return text.toString();
    }
}
