package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Sockets that stay while core.net goes and comes. */
@ExtendWith(Leaks.class)
class ShelfTest {
    private static final DoorLimits LIMITS = new DoorLimits(50, 50, 50);

    @TempDir
    Path folder;

    private final ConcurrentMap<InetSocketAddress, ServerSocketChannel> kept = new ConcurrentHashMap<>();
    private DoorSettings settings;
    private int port;

    @BeforeEach
    void choose() throws IOException {
        port = freePort();
        settings = Server.door(DoorSettings.Security.NONE, port, LIMITS, Duration.ZERO);
    }

    @AfterEach
    void closeAll() throws IOException {
        for (ServerSocketChannel socket : kept.values()) {
            socket.close();
        }
    }

    private Server server() throws IOException {
        return new Server(folder, Server.SETTINGS, Shelf.of(kept)).with(new Parrot("1"));
    }

    @Test
    void whoConnectsWhileNobodyServesIsServedByTheNext() throws IOException {
        try (Server first = server()) {
            Door door = first.open(first.net.listen(settings));
            try (Caller caller = new Caller(door)) {
                assertThat(caller.line()).isEqualTo("HELLO 1");
            }
        }
        assertThat(kept).hasSize(1);
        try (Socket waiting = new Socket(InetAddress.getLoopbackAddress(), port);
                Caller caller = new Caller(waiting);
                Server second = server()) {
            second.open(second.net.listen(settings));
            assertThat(caller.line()).isEqualTo("HELLO 1");
            assertThat(caller.ask("polly")).isEqualTo("polly crlf=true");
        }
        assertThat(kept.values()).allMatch(ServerSocketChannel::isOpen);
        Awaitility.await().until(() -> kept.values().stream().noneMatch(ServerSocketChannel::isRegistered));
    }

    @Test
    void aDoorThatIsGivenUpClosesItsSocket() throws IOException {
        try (Server server = server()) {
            Door door = server.open(server.net.listen(settings));
            server.net.leave(door, true);
            assertThat(kept).isEmpty();
            awaitFree();
        }
    }

    @Test
    void aDoorThatMovesClosesItsFormerSocket() throws IOException {
        try (Server server = server()) {
            Door door = server.open(server.net.listen(settings));
            int next = freePort();
            server.net.change(door, Server.door(DoorSettings.Security.NONE, next, LIMITS, Duration.ZERO));
            Awaitility.await().until(door::inPlace);
            assertThat(kept.keySet()).extracting(InetSocketAddress::getPort).containsExactly(next);
            awaitFree();
        }
    }

    @Test
    void whatIsTakenOffTheShelfEndsWithCoreNet() throws IOException {
        try (Server server = server()) {
            server.open(server.net.listen(settings));
            kept.clear();
        }
        awaitFree();
    }

    @Test
    void twoDoorsDoNotShareASocket() throws IOException {
        try (Server server = server()) {
            server.open(server.net.listen(settings));
            Door second = server.net.listen(settings);
            Awaitility.await().until(() -> second.failure().contains("in use"));
        }
    }

    @Test
    void whatAFormerOneHasLeftOnAnotherAddressOfThePortGivesWay() throws IOException {
        try (Server first = server()) {
            first.open(first.net.listen(settings));
        }
        DoorSettings everywhere = new DoorSettings(
                "cage",
                "parrot",
                new InetSocketAddress(port),
                DoorSettings.Security.NONE,
                false,
                false,
                LIMITS,
                1024,
                Duration.ZERO);
        try (Server second = server()) {
            second.open(second.net.listen(everywhere));
            assertThat(kept.keySet()).containsExactly(everywhere.address());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** The system lets go of a socket when its event loop has looked again. */
    private void awaitFree() {
        Awaitility.await().ignoreException(BindException.class).until(() -> {
            try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return again.isBound();
            }
        });
    }
}
