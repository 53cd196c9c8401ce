package org.posthouse.core.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.posthouse.spi.protocol.ProtocolHandler;
import org.posthouse.testkit.FakeSeats;

/** The network on a random port of loopback, with a parrot in its seat. */
final class Server implements AutoCloseable {
    static final NetSettings SETTINGS =
            settings(8, 20_000, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(20));

    /** Octets that unfinished lines may hold. */
    static final int INBOXES = 1 << 20;

    /** Octets that unread replies may hold. */
    static final int OUTBOXES = 1 << 20;

    /** TLS handshakes at once. */
    static final int HANDSHAKES = 50;

    /** Compressed connections at once. */
    static final int COMPRESSIONS = 20;

    final FakeSeats seats = new FakeSeats();
    final AtomicBoolean settled = new AtomicBoolean(true);
    final TestCertificates certificates = new TestCertificates();
    final Net net;
    final Path spool;

    Server(Path folder, NetSettings settings) throws IOException {
        this(folder, settings, Shelf.none());
    }

    Server(Path folder, NetSettings settings, Shelf shelf) throws IOException {
        spool = folder.resolve("content");
        net = new Net(settings, spool, shelf, seats, settled::get, certificates, () -> true);
    }

    static NetSettings settings(int workers, int connections, Duration handshake, Duration write, Duration seat) {
        return new NetSettings(
                workers,
                connections,
                HANDSHAKES,
                COMPRESSIONS,
                new Budgets(1 << 20, INBOXES, OUTBOXES),
                handshake,
                write,
                seat,
                Duration.ofSeconds(2),
                Duration.ofMillis(500));
    }

    Server(Path folder) throws IOException {
        this(folder, SETTINGS);
    }

    Server with(Parrot parrot) {
        seats.fill(
                ProtocolHandler.class,
                "org.posthouse.protocol.parrot",
                parrot.version,
                parrot,
                Map.of(ProtocolHandler.PROTOCOL, "parrot"));
        return this;
    }

    static DoorSettings door(DoorSettings.Security security, int connections, int perAddress) {
        return door(security, 0, new DoorLimits(connections, perAddress, 15_000), Duration.ZERO);
    }

    /** @param port 0: any */
    static DoorSettings door(DoorSettings.Security security, int port, DoorLimits limits, Duration login) {
        return new DoorSettings(
                "cage",
                "parrot",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                security,
                false,
                false,
                limits,
                1024,
                login);
    }

    Door listen(DoorSettings.Security security) {
        return open(net.listen(door(security, 15_000, 15_000)));
    }

    Door open(Door door) {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(door::accepts);
        return door;
    }

    static int port(Door door) {
        return Integer.parseInt(door.address().replaceAll(".*:", ""));
    }

    @Override
    public void close() {
        try {
            net.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
