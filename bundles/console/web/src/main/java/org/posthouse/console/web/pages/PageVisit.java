package org.posthouse.console.web.pages;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.spi.console.Visit;

/**
 * A visit, all of it known before the page is called: a page that hangs holds nothing of the request.
 *
 * @param below the rest of the address
 * @param token the session's
 * @param upload what was sent, while it is there
 */
public record PageVisit(
        String administrator, String below, Map<String, List<String>> values, String token, Optional<Path> upload)
        implements Visit {
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
}
