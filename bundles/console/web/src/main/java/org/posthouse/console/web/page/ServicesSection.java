package org.posthouse.console.web.page;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.posthouse.api.net.Listeners;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Words;

/** The doors of the server. */
public final class ServicesSection implements Section {
    private final Listeners listeners;
    private final Clock clock;

    public ServicesSection(Listeners listeners, Clock clock) {
        this.listeners = listeners;
        this.clock = clock;
    }

    @Override
    public String id() {
        return "services";
    }

    @Override
    public String title() {
        return "Services";
    }

    @Override
    public void write(Html html) {
        Rows rows = new Rows(html, "Service", "State", "Since", "Addresses");
        List<Listeners.Service> all = listeners.services().stream()
                .sorted(Comparator.comparing(Listeners.Service::name))
                .toList();
        for (Listeners.Service service : all) {
            rows.begin()
                    .cell(service.name())
                    .badge(service.state(), grade(service.state()))
                    .cell(Words.rough(Duration.between(service.since(), clock.instant())))
                    .cell(service.reason().isEmpty() ? String.join(", ", service.addresses()) : service.reason())
                    .end();
        }
        rows.close();
    }

    private static String grade(String state) {
        return switch (state) {
            case "up" -> "good";
            case "waiting" -> "fair";
            default -> "bad";
        };
    }
}
