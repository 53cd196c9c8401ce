package org.posthouse.api.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Figures of one meaning, told apart by labels. Names are those of Prometheus: words joined by underscores, the unit at the end, and
 * {@code _total} for what only grows.
 *
 * @param help what it is, in a sentence
 */
public record Family(String name, Type type, String help, List<Sample> samples) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    /** What happens to it. */
    public enum Type {
        /** Only grows, from zero when what counts it begins anew. */
        COUNTER,
        /** Goes up and down. */
        GAUGE
    }

    /** One figure. */
    public record Sample(Map<String, String> labels, double value) {
        public Sample {
            labels = Map.copyOf(labels);
            labels.keySet().forEach(Family::check);
        }
    }

    public Family {
        check(name);
        samples = List.copyOf(samples);
    }

    private static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' names no metric");
        }
    }

    public static Builder counter(String name, String help) {
        return new Builder(name, Type.COUNTER, help);
    }

    public static Builder gauge(String name, String help) {
        return new Builder(name, Type.GAUGE, help);
    }

    /** A family on its way. */
    public static final class Builder {
        private final String name;
        private final Type type;
        private final String help;
        private final List<Sample> samples = new ArrayList<>();

        private Builder(String name, Type type, String help) {
            this.name = name;
            this.type = type;
            this.help = help;
        }

        /** @param labels a name and its value, and so on */
        public Builder sample(double value, String... labels) {
            if (labels.length % 2 != 0) {
                throw new IllegalArgumentException("a label without a value: " + Arrays.toString(labels));
            }
            Map<String, String> map = new LinkedHashMap<>();
            for (int i = 0; i < labels.length; i += 2) {
                map.put(labels[i], labels[i + 1]);
            }
            samples.add(new Sample(map, value));
            return this;
        }

        public Family build() {
            return new Family(name, type, help, samples);
        }
    }
}
