package org.posthouse.console.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.posthouse.api.health.Troubles;

/** Tells when the console is there and nobody can reach it, as another program has its port. */
@Component
public final class OpenDoors implements Troubles {
    /** Where the HTTP server listens, Compendium 140.9. */
    private static final String ENDPOINT = "osgi.http.endpoint";
    /** It needs a while to begin. */
    private static final Duration BEGINNING = Duration.ofSeconds(30);

    private final BundleContext bundle;
    private final Clock clock;
    private final Instant since;

    @Activate
    public OpenDoors(BundleContext bundle) {
        this(bundle, Clock.systemUTC());
    }

    OpenDoors(BundleContext bundle, Clock clock) {
        this.bundle = bundle;
        this.clock = clock;
        this.since = clock.instant();
    }

    @Override
    public List<String> troubles() {
        if (clock.instant().isBefore(since.plus(BEGINNING)) || isReached()) {
            return List.of();
        }
        return List.of("the console does not listen: another program may have port "
                + bundle.getProperty("org.osgi.service.http.port")
                + ", log/posthouse.log says why; free it, or start with another --port-offset");
    }

    private boolean isReached() {
        try {
            ServiceReference<?>[] servers = bundle.getAllServiceReferences(null, "(" + ENDPOINT + "=http*)");
            return servers != null && Arrays.stream(servers).anyMatch(server -> server.getProperty(ENDPOINT) != null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
