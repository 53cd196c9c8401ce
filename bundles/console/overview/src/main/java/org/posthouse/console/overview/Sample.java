package org.posthouse.console.overview;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a minute was. A file has one in each line.
 *
 * @param end of the minute
 * @param events how often each stage was reached in it
 * @param queue mails that waited at its end
 * @param connections the most that were open at a time, by protocol
 * @param median microseconds from the end of a message to its being safe, of the mails accepted last
 * @param most so many microseconds 99 of a hundred took at most
 * @param slowest microseconds of the slowest of all
 */
record Sample(
        Instant end,
        Map<String, Long> events,
        long queue,
        Map<String, Long> connections,
        Optional<Long> median,
        Optional<Long> most,
        Optional<Long> slowest) {
    private static final int PARTS = 7;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-]{1,40}");

    Sample {
        events = Map.copyOf(events);
        connections = Map.copyOf(connections);
    }

    /** Both are of one minute. */
    Sample and(Sample later) {
        return new Sample(
                later.end,
                merged(events, later.events, Long::sum),
                later.queue,
                merged(connections, later.connections, Math::max),
                longer(median, later.median),
                longer(most, later.most),
                longer(slowest, later.slowest));
    }

    private static Map<String, Long> merged(
            Map<String, Long> one, Map<String, Long> other, BinaryOperator<Long> together) {
        Map<String, Long> merged = new TreeMap<>(one);
        other.forEach((name, count) -> merged.merge(name, count, together));
        return merged;
    }

    private static Optional<Long> longer(Optional<Long> one, Optional<Long> other) {
        return Stream.of(one, other).flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    String line() {
        return String.join(
                " ",
                Long.toString(end.getEpochSecond()),
                text(events),
                Long.toString(queue),
                text(connections),
                median.map(String::valueOf).orElse("-"),
                most.map(String::valueOf).orElse("-"),
                slowest.map(String::valueOf).orElse("-"));
    }

    /** Empty if it is none: the file may end in the midst of a line. */
    static Optional<Sample> of(String line) {
        String[] parts = line.split(" ", -1);
        // Before, nobody looked for the slowest.
        if (parts.length != PARTS && parts.length != PARTS - 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Sample(
                    Instant.ofEpochSecond(Long.parseLong(parts[0])),
                    counts(parts[1]),
                    Long.parseLong(parts[2]),
                    counts(parts[3]),
                    figure(parts[4]),
                    figure(parts[5]),
                    parts.length == PARTS ? figure(parts[6]) : Optional.empty()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> figure(String text) {
        return text.equals("-") ? Optional.empty() : Optional.of(Long.parseLong(text));
    }

    private static String text(Map<String, Long> counts) {
        StringJoiner text = new StringJoiner(",", "=", "");
        new TreeMap<>(counts).forEach((name, count) -> {
            if (NAME.matcher(name).matches()) {
                text.add(name + ":" + count);
            }
        });
        return text.toString();
    }

    private static Map<String, Long> counts(String text) {
        if (!text.startsWith("=")) {
            throw new IllegalArgumentException("no counts");
        }
        Map<String, Long> counts = new TreeMap<>();
        for (String each : text.substring(1).split(",", -1)) {
            int colon = each.indexOf(':');
            if (colon > 0) {
                counts.put(each.substring(0, colon), Long.parseLong(each.substring(colon + 1)));
            }
        }
        return counts;
    }
}
