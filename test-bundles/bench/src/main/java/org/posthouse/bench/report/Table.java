package org.posthouse.bench.report;

import java.util.Locale;
import java.util.Map;
import org.posthouse.bench.report.Results.Kind;

/** Medians, ranges, and what the first server does for each thing another does; no line is longer than 100 columns. */
public final class Table {
    private static final String FORMAT = "%-21.21s %4s %-9.9s %7s %-13s %6s %6s %6s %6s %5s %5s%n";

    private Table() {}

    public static String of(Results results) {
        StringBuilder text = new StringBuilder();
        text.append(
                line("", "sess", "server", "median", "range", "p50 ms", "p99 ms", "CPU ms", "KiB", "flush", "times"));
        results.kinds().forEach((kind, servers) -> {
            boolean first = true;
            Summary measure = servers.values().iterator().next();
            for (Map.Entry<String, Summary> each : servers.entrySet()) {
                text.append(row(kind, first, each.getKey(), each.getValue(), measure));
                first = false;
            }
        });
        return text.toString();
    }

    private static String row(Kind kind, boolean first, String server, Summary summary, Summary measure) {
        return line(
                first ? kind.name() + " " + kind.unit() : "",
                first ? Integer.toString(kind.sessions()) : "",
                server,
                number(summary.value()),
                number(summary.least()) + ".." + number(summary.most()),
                number(summary.median(Figure::p50)),
                number(summary.median(Figure::p99)),
                number(summary.median(each -> each.cost().cpuMillis())),
                number(summary.median(each -> each.cost().writtenKib())),
                number(summary.median(each -> each.cost().flushes())),
                first ? "" : number(measure.value() / summary.value()));
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, FORMAT, cells).replaceAll(" +\n", "\n");
    }

    /** Three digits that count. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        double size = Math.abs(value);
        if (size >= 100_000) {
            return String.format(Locale.ROOT, "%.0fk", value / 1000);
        }
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
