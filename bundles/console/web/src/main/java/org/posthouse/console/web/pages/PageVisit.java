package org.posthouse.console.web.pages;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.posthouse.spi.console.Visit;

/**
 * A visit, all of it known before the page is called: a page that hangs holds nothing of the request.
 *
 * @param below the rest of the address
 * @param token the session's
 * @param upload opens what was sent
 */
public record PageVisit(
        String administrator, String below, Map<String, List<String>> values, String token, Upload upload)
        implements Visit {
    /** What was sent along. */
    @FunctionalInterface
    public interface Upload {
        InputStream open() throws IOException;
    }

    public PageVisit {
        values = Map.copyOf(values);
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
    public InputStream body() throws IOException {
        return upload.open();
    }
}
