package org.posthouse.core.net;

import java.net.InetSocketAddress;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One door.
 *
 * @param service its name
 * @param address where it listens; unresolved if the name of the host means nothing
 * @param clearTextLogin whether passwords may come without TLS
 * @param demo whether clients of this machine have no limits and may log in without TLS
 */
record DoorSettings(
        String service,
        String protocol,
        InetSocketAddress address,
        Security security,
        boolean clearTextLogin,
        boolean demo,
        int maxConnections,
        int maxPerAddress,
        int backlog) {
    private static final Logger LOG = LoggerFactory.getLogger(DoorSettings.class);

    /** When TLS begins. */
    enum Security {
        NONE,
        STARTTLS,
        IMPLICIT
    }

    DoorSettings {
        if (service.isBlank() || protocol.isBlank()) {
            throw new IllegalArgumentException("a listener needs a service and a protocol");
        }
        if (maxConnections < 1 || maxPerAddress < 1 || backlog < 1) {
            throw new IllegalArgumentException("limits of the listener " + service + " must be positive");
        }
    }

    static DoorSettings of(ListenerConfiguration configuration, House house) {
        String service = configuration.service().trim();
        String bind = configuration.bind().isBlank()
                ? house.bind()
                : configuration.bind().trim();
        int port = configuration.port() + house.portOffset();
        if (configuration.port() < 1 || port > 65_535) {
            throw new IllegalArgumentException("no port for " + service + ": " + port);
        }
        return new DoorSettings(
                service,
                configuration.protocol().trim(),
                bind.isBlank() ? new InetSocketAddress(port) : new InetSocketAddress(bind, port),
                Security.valueOf(configuration.tls().trim().toUpperCase(Locale.ROOT)),
                configuration.clearTextLogin(),
                house.demo(),
                within(service, "maxConnections", configuration.maxConnections(), 1, 1_000_000),
                within(service, "maxConnectionsPerAddress", configuration.maxConnectionsPerAddress(), 1, 1_000_000),
                within(service, "backlog", configuration.backlog(), 1, 65_535));
    }

    /** What a hand has put out of its range is brought into it: the rest of the settings is in force all the same. */
    private static int within(String service, String setting, int value, int least, int most) {
        int within = Math.max(least, Math.min(most, value));
        if (within != value) {
            LOG.warn("{}: {} must be {} to {}, not {}: {} is taken", service, setting, least, most, value, within);
        }
        return within;
    }
}
