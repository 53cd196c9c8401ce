package org.posthouse.console.accounts;

import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posthouse.spi.console.Visit;

/** A visit as a browser makes it. */
final class Asked implements Visit {
    private final String below;
    private final Map<String, List<String>> parameters = new LinkedHashMap<>();

    Asked(String below) {
        this.below = below;
    }

    Asked with(String name, String value) {
        parameters.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        return this;
    }

    /** Another value instead. */
    Asked swap(String name, String value) {
        parameters.remove(name);
        return with(name, value);
    }

    /** After an order: where it says to go. */
    static Asked at(String next) {
        String[] parts = next.split("\\?", 2);
        Asked asked = new Asked(parts[0]);
        for (String pair : parts.length > 1 && !parts[1].isEmpty() ? parts[1].split("&") : new String[0]) {
            asked.with(pair.split("=", 2)[0], URLDecoder.decode(pair.split("=", 2)[1], StandardCharsets.UTF_8));
        }
        return asked;
    }

    @Override
    public String administrator() {
        return "kate@school.edu";
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
        return parameters.getOrDefault(name, List.of());
    }

    @Override
    public String token() {
        return "token";
    }

    @Override
    public InputStream body() {
        return InputStream.nullInputStream();
    }
}
