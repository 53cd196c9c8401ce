package org.posthouse.delivery.smtp;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.mail.MailException;

/**
 * All fixed routes. While one that is configured is not here, at start or because it is wrong, nobody is sent any way: mail
 * that was to go by a relay host must not go around it.
 */
@Component(name = "org.posthouse.delivery.smtp.routes", service = RouteTable.class)
public final class RouteTable {
    private final Configurations configurations;
    private final Map<String, RelayHost> routes = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile long seen = -1;

    @Activate
    public RouteTable(@Reference Configurations configurations) {
        this.configurations = configurations;
    }

    /** A route is about to come, to go or to change: it is looked whether all are here. */
    void changing() {
        changes.incrementAndGet();
    }

    void put(String pid, RelayHost route) {
        routes.put(pid, route);
    }

    void remove(String pid) {
        routes.remove(pid);
        changing();
    }

    /** The route for mail to this domain, if it has one; its own before that for all. */
    Optional<RelayHost> route(String domain) throws MailException {
        long now = changes.get();
        if (seen != now) {
            check();
            seen = now;
        }
        return of(domain).or(() -> of(RelayHost.ALL));
    }

    private void check() throws MailException {
        Set<String> missing = configurations.pids().stream()
                .filter(pid -> pid.startsWith(FixedRoute.NAME + "~") && !routes.containsKey(pid))
                .collect(Collectors.toSet());
        if (!missing.isEmpty()) {
            throw MailException.notNow("a fixed route is not ready: " + String.join(", ", missing));
        }
    }

    private Optional<RelayHost> of(String domain) {
        return routes.values().stream()
                .filter(route -> route.domain().equals(domain))
                .findFirst();
    }
}
