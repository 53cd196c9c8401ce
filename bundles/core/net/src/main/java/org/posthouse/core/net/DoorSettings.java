package org.posthouse.core.net;

import java.net.InetSocketAddress;
import java.util.Locale;

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
        String bind = configuration.bind().isBlank()
                ? house.bind()
                : configuration.bind().trim();
        int port = configuration.port() + house.portOffset();
        if (configuration.port() < 1 || port > 65_535) {
            throw new IllegalArgumentException("no port for " + configuration.service() + ": " + port);
        }
        return new DoorSettings(
                configuration.service().trim(),
                configuration.protocol().trim(),
                bind.isBlank() ? new InetSocketAddress(port) : new InetSocketAddress(bind, port),
                Security.valueOf(configuration.tls().trim().toUpperCase(Locale.ROOT)),
                configuration.clearTextLogin(),
                house.demo(),
                configuration.maxConnections(),
                configuration.maxConnectionsPerAddress(),
                configuration.backlog());
    }
}
