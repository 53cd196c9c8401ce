package org.posthouse.console.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.posthouse.lib.page.Chart;
import org.posthouse.lib.page.Chart.Line;
import org.posthouse.lib.page.Html;

/** How the server fared in a span of time, as lines. */
final class Charts {
    private static final List<String> STAGES = List.of("accepted", "refused", "delivered", "deferred");
    private static final int MOST_PROTOCOLS = 6;
    private static final double MILLI = 1000;

    /** What is looked back at: so many points, so long apart. */
    enum Span {
        HOUR("hour", "an hour ago", 60, Duration.ofMinutes(1)),
        DAY("day", "a day ago", 96, Duration.ofMinutes(15));

        private final String id;
        private final String begin;
        private final int count;
        private final Duration length;

        Span(String id, String begin, int count, Duration length) {
            this.id = id;
            this.begin = begin;
            this.count = count;
            this.length = length;
        }

        String id() {
            return id;
        }
    }

    private final Span span;
    private final List<List<Sample>> parts;

    Charts(History history, Instant now, Span span) {
        this.span = span;
        List<List<Sample>> all = history.parts(now, span.count, span.length);
        // The minute under way is not known yet.
        boolean open = all.get(all.size() - 1).isEmpty();
        this.parts = open ? all.subList(0, all.size() - 1) : all;
    }

    void write(Html html) {
        html.open("div", "class", "charts");
        chart("traffic", "Mails per minute", STAGES.stream().map(this::rate).toList())
                .write(html);
        chart("queue", "Mails that wait", List.of(line("queue", most(Sample::queue))))
                .write(html);
        chart(
                        "connections",
                        "Connections at a time",
                        protocols().stream()
                                .map(each -> line(each, most(sample -> sample.connections()
                                        .getOrDefault(each, 0L))))
                                .toList())
                .write(html);
        chart(
                        "latency",
                        "Accepting a mail, in milliseconds",
                        List.of(
                                line("half of them", longest(Sample::median)),
                                line("99 of 100", longest(Sample::most)),
                                line("the slowest", longest(Sample::slowest))))
                .write(html);
        html.close();
    }

    private Chart chart(String what, String title, List<Line> lines) {
        return new Chart(span.id + "-" + what, title, span.begin, lines);
    }

    private List<String> protocols() {
        TreeSet<String> all = new TreeSet<>();
        parts.forEach(part -> part.forEach(each -> all.addAll(each.connections().keySet())));
        return all.stream().limit(MOST_PROTOCOLS).toList();
    }

    private Line rate(String stage) {
        return line(stage, part -> part.stream()
                .mapToLong(each -> each.events().getOrDefault(stage, 0L))
                .average()
                .orElse(Double.NaN));
    }

    private Line line(String name, ToDoubleFunction<List<Sample>> value) {
        List<Double> values = new ArrayList<>();
        parts.forEach(part -> values.add(part.isEmpty() ? Double.NaN : value.applyAsDouble(part)));
        return new Line(name, values);
    }

    private static ToDoubleFunction<List<Sample>> most(ToDoubleFunction<Sample> value) {
        return part -> part.stream().mapToDouble(value).max().orElse(Double.NaN);
    }

    private static ToDoubleFunction<List<Sample>> longest(Function<Sample, Optional<Long>> micros) {
        return part -> part.stream()
                .flatMap(each -> micros.apply(each).stream())
                .mapToDouble(each -> each / MILLI)
                .max()
                .orElse(Double.NaN);
    }

    /** Figures of all stages since the server started. */
    static void totals(Html html, Map<String, Long> totals) {
        html.open("dl", "class", "figures");
        for (String stage : List.of("accepted", "refused", "delivered", "deferred", "failed")) {
            html.open("div")
                    .element("dt", stage)
                    .element("dd", totals.getOrDefault(stage, 0L))
                    .close();
        }
        html.close();
    }
}
