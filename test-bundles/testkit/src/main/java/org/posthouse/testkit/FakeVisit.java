package org.posthouse.testkit;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posthouse.spi.console.Visit;

/** Somebody who looks at a page of the console, or gives it an order: {@code FakeVisit.below("4711").with("action", "hold")}. */
public final class FakeVisit implements Visit {
    /** Of every visit. */
    public static final String TOKEN = "proof";

    private final String below;
    private final Map<String, List<String>> values;
    private final byte[] body;

    private FakeVisit(String below, Map<String, List<String>> values, byte[] body) {
        this.below = below;
        this.values = values;
        this.body = body;
    }

    /** At the page's root. */
    public static FakeVisit root() {
        return below("");
    }

    public static FakeVisit below(String rest) {
        return new FakeVisit(rest, Map.of(), new byte[0]);
    }

    /** The same with one more value of this name. */
    public FakeVisit with(String name, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(values);
        List<String> its = new ArrayList<>(parameters(name));
        its.add(value);
        more.put(name, its);
        return new FakeVisit(below, more, body);
    }

    /** The same with what was uploaded. */
    public FakeVisit uploading(byte[] octets) {
        return new FakeVisit(below, values, octets.clone());
    }

    @Override
    public String administrator() {
        return "root@example.com";
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
    public InputStream body() {
        return new ByteArrayInputStream(body);
    }
}
