package org.posthouse.console.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.metrics.Family;
import org.posthouse.api.metrics.Meter;
import org.posthouse.api.net.Listeners;

/** Listeners, and who is connected. */
@Component(name = "org.posthouse.console.metrics.net")
public final class NetMeter implements Meter {
    private final Listeners listeners;

    @Activate
    public NetMeter(@Reference Listeners listeners) {
        this.listeners = listeners;
    }

    @Override
    public List<Family> families() {
        Family.Builder up = Family.gauge("posthouse_listener_up", "1 where the listener accepts connections.");
        Map<String, Integer> all = new TreeMap<>();
        Map<String, Integer> loggedIn = new TreeMap<>();
        for (Listeners.Service service : listeners.services()) {
            up.sample(service.state().equals("up") ? 1 : 0, "service", service.name());
            all.put(service.name(), 0);
            loggedIn.put(service.name(), 0);
        }
        for (Listeners.Connection connection : listeners.connections()) {
            all.merge(connection.client().service(), 1, Integer::sum);
            if (connection.client().user().isPresent()) {
                loggedIn.merge(connection.client().service(), 1, Integer::sum);
            }
        }
        Family.Builder connections = Family.gauge("posthouse_connections", "Clients that are connected.");
        all.forEach((service, count) -> connections.sample(count, "service", service));
        Family.Builder users = Family.gauge("posthouse_logged_in_connections", "Clients that have logged in.");
        loggedIn.forEach((service, count) -> users.sample(count, "service", service));
        return List.of(up.build(), connections.build(), users.build());
    }
}
