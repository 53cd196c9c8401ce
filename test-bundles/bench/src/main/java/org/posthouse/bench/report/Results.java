package org.posthouse.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All figures of all servers, in the order in which they came. */
public final class Results {
    /**
     * What is compared.
     *
     * @param sessions that worked at the same time
     */
    public record Kind(String name, String unit, int sessions) {}

    private final Map<Kind, Map<String, Summary>> all = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    public void add(String server, int sessions, Figure figure) {
        all.computeIfAbsent(new Kind(figure.name(), figure.unit(), sessions), kind -> new LinkedHashMap<>())
                .computeIfAbsent(server, name -> new Summary())
                .add(figure);
    }

    /** A run that has no figures, in a sentence. */
    public void failed(String what) {
        failures.add(what);
    }

    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** By kind and server. */
    public Map<Kind, Map<String, Summary>> kinds() {
        return all;
    }
}
