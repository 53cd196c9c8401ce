package org.posthouse.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What has changed since figures that were kept as JSON. */
public final class Comparison {
    private static final String FORMAT = "%-21.21s %4s %-9.9s %8s %8s %6s %8s %8s %6s%n";

    private final JsonNode former;

    private Comparison(JsonNode former) {
        this.former = former;
    }

    /** With those in this file; fails if it has none. */
    public static Comparison with(Path file) throws IOException {
        JsonNode document;
        try {
            document = new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
        if (!document.path("figures").isArray()) {
            throw new IOException(file + " has no figures in it");
        }
        return new Comparison(document);
    }

    /** Medians and processor time, then and now, of what was measured both times; no line is longer than 100 columns. */
    public String of(Results now) {
        StringBuilder text = new StringBuilder("compared with ")
                .append(former.path("run").path("begun").asText("an earlier run"))
                .append('\n')
                .append(line("", "sess", "server", "then", "now", "times", "CPU then", "CPU now", "times"));
        now.kinds()
                .forEach((kind, servers) -> servers.forEach((server, summary) ->
                        find(kind, server).ifPresent(then -> text.append(row(kind, server, then, summary)))));
        return text.toString();
    }

    private Optional<JsonNode> find(Results.Kind kind, String server) {
        for (JsonNode each : former.path("figures")) {
            if (each.path("name").asText().equals(kind.name())
                    && each.path("unit").asText().equals(kind.unit())
                    && each.path("sessions").asInt() == kind.sessions()
                    && each.path("server").asText().equals(server)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private static String row(Results.Kind kind, String server, JsonNode former, Summary summary) {
        double before = former.path("median").asDouble(Double.NaN);
        double cost = former.path("cpuMillis").asDouble(Double.NaN);
        double now = summary.median(each -> each.cost().cpuMillis());
        return line(
                kind.name() + " " + kind.unit(),
                kind.sessions(),
                server,
                Table.number(before),
                Table.number(summary.value()),
                Table.number(summary.value() / before),
                Table.number(cost),
                Table.number(now),
                Table.number(now / cost));
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, FORMAT, cells).replaceAll(" +\n", "\n");
    }
}
