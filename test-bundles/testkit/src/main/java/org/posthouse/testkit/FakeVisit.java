package org.posthouse.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.spi.console.Visit;

/** Somebody who looks at a page of the console, or gives it an order: {@code FakeVisit.below("4711").with("action", "hold")}. */
public final class FakeVisit implements Visit {
    /** Of every visit. */
    public static final String TOKEN = "proof";

    private static final String ROOT = "root@example.com";

    private final String administrator;
    private final String below;
    private final Map<String, List<String>> values;
    private final Optional<Path> upload;

    private FakeVisit(String administrator, String below, Map<String, List<String>> values, Optional<Path> upload) {
        this.administrator = administrator;
        this.below = below;
        this.values = values;
        this.upload = upload;
    }

    /** At the page's root. */
    public static FakeVisit root() {
        return below("");
    }

    public static FakeVisit below(String rest) {
        return new FakeVisit(ROOT, rest, Map.of(), Optional.empty());
    }

    /** Where an order says to go next: {@code aliases?q=hay}. */
    public static FakeVisit at(String next) {
        String[] parts = next.split("\\?", 2);
        FakeVisit visit = below(parts[0]);
        for (String pair : parts.length > 1 && !parts[1].isEmpty() ? parts[1].split("&") : new String[0]) {
            String[] both = pair.split("=", 2);
            visit = visit.with(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
        }
        return visit;
    }

    /** The same by this account. */
    public FakeVisit by(String address) {
        return new FakeVisit(address, below, values, upload);
    }

    /** The same with one more value of this name. */
    public FakeVisit with(String name, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(values);
        List<String> its = new ArrayList<>(parameters(name));
        its.add(value);
        more.put(name, its);
        return new FakeVisit(administrator, below, more, upload);
    }

    /** The same with this value alone of this name. */
    public FakeVisit swap(String name, String value) {
        Map<String, List<String>> others = new LinkedHashMap<>(values);
        others.remove(name);
        return new FakeVisit(administrator, below, others, upload).with(name, value);
    }

    /** The same with what was uploaded. */
    public FakeVisit uploading(Path file) {
        return new FakeVisit(administrator, below, values, Optional.of(file))
                .with("file", file.getFileName().toString());
    }

    @Override
    public String administrator() {
        return administrator;
    }

    @Override
    public String below() {
        return below;
    }

    @Override
    public String parameter(String name) {
        return parameters(name).stream().findFirst().orElse("");
    }

    @Override
    public List<String> parameters(String name) {
        return values.getOrDefault(name, List.of());
    }

    @Override
    public String token() {
        return TOKEN;
    }

    @Override
    public Optional<Path> upload() {
        return upload;
    }
}
