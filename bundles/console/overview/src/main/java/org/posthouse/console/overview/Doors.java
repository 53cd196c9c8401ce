package org.posthouse.console.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.posthouse.api.net.Listeners;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Rows;
import org.posthouse.lib.page.Words;

/** The services, with their state and addresses. */
final class Doors {
    private Doors() {}

    static void write(Html html, Listeners listeners, Instant now) {
        Rows rows = new Rows(html, "Services", "Service", "State", "Since", "Addresses");
        List<Listeners.Service> all = listeners.services().stream()
                .sorted(Comparator.comparing(Listeners.Service::name))
                .toList();
        for (Listeners.Service service : all) {
            rows.begin()
                    .cell(service.name())
                    .badge(service.state(), grade(service.state()))
                    .cell(Words.rough(Duration.between(service.since(), now)))
                    .cell(service.reason().isEmpty() ? String.join(", ", service.addresses()) : service.reason())
                    .end();
        }
        rows.close();
    }

    private static String grade(String state) {
        return switch (state) {
            case "up" -> "good";
            case "waiting", "off" -> "fair";
            default -> "bad";
        };
    }
}
