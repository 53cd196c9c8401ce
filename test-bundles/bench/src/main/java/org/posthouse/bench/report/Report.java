package org.posthouse.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results as a document for programs. */
public final class Report {
    private Report() {}

    /** One JSON object: the machine, what was done, the figures, what has failed. */
    public static String json(Map<String, Object> machine, Map<String, Object> run, Results results) {
        List<Object> figures = new ArrayList<>();
        results.kinds()
                .forEach((kind, servers) -> servers.forEach((server, summary) -> {
                    Map<String, Object> figure = new LinkedHashMap<>();
                    figure.put("name", kind.name());
                    figure.put("unit", kind.unit());
                    figure.put("sessions", kind.sessions());
                    figure.put("server", server);
                    figure.put("median", summary.value());
                    figure.put("least", summary.least());
                    figure.put("most", summary.most());
                    figure.put("values", summary.values());
                    figure.put("p50Millis", summary.median(Figure::p50));
                    figure.put("p99Millis", summary.median(Figure::p99));
                    figure.put("cpuMillis", summary.median(each -> each.cost().cpuMillis()));
                    figure.put(
                            "cpuMillisValues", summary.each(each -> each.cost().cpuMillis()));
                    figure.put("writtenKib", summary.median(each -> each.cost().writtenKib()));
                    figure.put("flushes", summary.median(each -> each.cost().flushes()));
                    figures.add(figure);
                }));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("machine", machine);
        document.put("run", run);
        document.put("figures", figures);
        document.put("failures", results.failures());
        return Json.of(document) + "\n";
    }
}
