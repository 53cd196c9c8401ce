package org.posthouse.console.metrics;

import java.util.Collection;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.posthouse.api.metrics.Family;

/** The text format of Prometheus, version 0.0.4. */
final class Exposition {
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    /** Below it every whole number has a {@code double} of its own. */
    private static final double WHOLE = 1L << 53;

    private Exposition() {}

    static String text(Collection<Family> families) {
        StringBuilder text = new StringBuilder();
        for (Family family : families) {
            text.append("# HELP ").append(family.name()).append(' ');
            text.append(family.help().replace("\\", "\\\\").replace("\n", "\\n"));
            text.append("\n# TYPE ").append(family.name()).append(' ');
            text.append(family.type().name().toLowerCase(Locale.ROOT)).append('\n');
            for (Family.Sample sample : family.samples()) {
                text.append(family.name()).append(labels(sample)).append(' ');
                text.append(number(sample.value())).append('\n');
            }
        }
        return text.toString();
    }

    private static String labels(Family.Sample sample) {
        return sample.labels().isEmpty()
                ? ""
                : new TreeMap<>(sample.labels())
                        .entrySet().stream()
                                .map(label -> label.getKey() + "=\"" + value(label.getValue()) + "\"")
                                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        } else if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < WHOLE
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
