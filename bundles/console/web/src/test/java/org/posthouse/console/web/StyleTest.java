package org.posthouse.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The colours of our pages by the measure of WCAG 2.2 §1.4.3 (4.5 for text) and §1.4.11 (3 for what is no text). */
final class StyleTest {
    private static final Pattern COLOUR = Pattern.compile("--([a-z0-9-]+): #([0-9a-f]{3,6});");
    private static final List<String> GROUNDS = List.of("paper", "card");

    private static String style() throws IOException {
        try (var in = StyleTest.class.getResourceAsStream("/web/style.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, Double> lights(String block) {
        Map<String, Double> lights = new HashMap<>();
        Matcher colour = COLOUR.matcher(block);
        while (colour.find()) {
            lights.put(colour.group(1), luminance(colour.group(2)));
        }
        return lights;
    }

    private static double luminance(String hex) {
        String six = hex.length() == 6 ? hex : hex.replaceAll(".", "$0$0");
        double[] part = new double[3];
        for (int i = 0; i < 3; i++) {
            double value = Integer.parseInt(six.substring(2 * i, 2 * i + 2), 16) / 255.0;
            part[i] = value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
    }

    private static void contrast(Map<String, Double> lights, String one, String other, double least) {
        double a = lights.get(one);
        double b = lights.get(other);
        assertThat((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05))
                .as(one + " on " + other)
                .isGreaterThanOrEqualTo(least);
    }

    private static void canBeRead(Map<String, Double> lights) {
        for (String ground : GROUNDS) {
            for (String text : List.of("ink", "quiet", "accent", "good", "bad")) {
                contrast(lights, text, ground, 4.5);
            }
            contrast(lights, "edge", ground, 3);
            for (int line = 1; line <= 6; line++) {
                contrast(lights, "line" + line, ground, 3);
            }
        }
        for (String grade : List.of("good", "fair", "bad", "plain")) {
            contrast(lights, grade, grade + "-back", 4.5);
        }
        contrast(lights, "on-accent", "accent", 4.5);
        contrast(lights, "card", "bad", 4.5);
    }

    @Test
    void everyColourCanBeReadInTheLightAndInTheDark() throws Exception {
        String[] halves = style().split("prefers-color-scheme: dark", 2);
        canBeRead(lights(halves[0]));
        canBeRead(lights(halves[1]));
    }

    @Test
    void nothingIsFetchedFromElsewhere() throws Exception {
        assertThat(style()).doesNotContain("url(", "@import", "//");
    }
}
