package org.posthouse.core.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One door.
 *
 * @param service its name
 * @param address where it listens; unresolved if the name of the host means nothing
 * @param clearTextLogin whether passwords may come without TLS
 * @param demo whether clients of this machine have no limits of their own and may log in without TLS
 * @param backlog connections that the system holds before they are accepted
 * @param login how long a client may be there without having logged in; zero: as long as it likes
 */
record DoorSettings(
        String service,
        String protocol,
        InetSocketAddress address,
        Security security,
        boolean clearTextLogin,
        boolean demo,
        DoorLimits limits,
        int backlog,
        Duration login) {
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
        if (backlog < 1 || login.isNegative()) {
            throw new IllegalArgumentException("limits of the listener " + service + " must be positive");
        }
    }

    static DoorSettings of(ListenerConfiguration configuration, House house) {
        String service = configuration.service().trim();
        String bind = house.address(configuration.bind());
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
                new DoorLimits(
                        within(service, "maxConnections", configuration.maxConnections(), 1, 1_000_000),
                        within(
                                service,
                                "maxConnectionsPerAddress",
                                configuration.maxConnectionsPerAddress(),
                                1,
                                1_000_000),
                        within(service, "maxConnectionsPerUser", configuration.maxConnectionsPerUser(), 1, 1_000_000)),
                within(service, "backlog", configuration.backlog(), 1, 65_535),
                Duration.ofSeconds(within(service, "loginSeconds", configuration.loginSeconds(), 0, 86_400)));
    }

    /** Whether a client at this address is held to no limit of its own: one of this machine, in a demonstration. */
    boolean unlimited(InetAddress client) {
        return demo && client.isLoopbackAddress();
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
