package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Leaks.class)
class DoorTest {
    private static final String CROWDED = "BYE false too many connections, try again later";

    @TempDir
    Path folder;

    private Server server;

    @BeforeEach
    void open() throws IOException {
        server = new Server(
                folder, Server.settings(2, 5, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(2)));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Door door(int connections, int perAddress) {
        return server.open(server.net.listen(Server.door(DoorSettings.Security.NONE, connections, perAddress)));
    }

    @Test
    void oneAddressMayHaveSoManyConnectionsAndNoMore() throws IOException {
        server.with(new Parrot("1"));
        crowded(door(5, 2), 2);
    }

    @Test
    void oneListenerMayHaveSoManyConnectionsAndNoMore() throws IOException {
        server.with(new Parrot("1"));
        crowded(door(3, 5), 3);
    }

    @Test
    void allListenersTogetherMayHaveSoManyConnectionsAndNoMore() throws IOException {
        server.with(new Parrot("1"));
        crowded(door(50, 50), 5);
    }

    private void crowded(Door door, int most) throws IOException {
        Caller[] callers = new Caller[most];
        for (int i = 0; i < most; i++) {
            callers[i] = new Caller(door);
            assertThat(callers[i].line()).isEqualTo("HELLO 1");
        }
        try (Caller last = new Caller(door)) {
            last.send("EHLO early\r\n");
            assertThat(last.line()).isEqualTo(CROWDED);
            assertThat(last.ended()).isTrue();
        }
        for (Caller caller : callers) {
            caller.close();
        }
        Awaitility.await().until(() -> server.net.connections().isEmpty());
        try (Caller next = new Caller(door)) {
            assertThat(next.line()).isEqualTo("HELLO 1");
        }
    }

    @Test
    void aDoorOpensWhenItsProtocolIsThereAndAllIsSettled() {
        server.settled.set(false);
        server.with(new Parrot("1"));
        Door door = server.net.listen(Server.door(DoorSettings.Security.NONE, 5, 5));
        server.net.start();
        assertThat(door.accepts()).isFalse();
        assertThat(server.net.ready()).isFalse();
        server.settled.set(true);
        Awaitility.await().until(server.net::ready);
        assertThat(door.accepts()).isTrue();
        assertThat(door.service().state()).isEqualTo("up");
        assertThat(server.net.addresses()).containsExactly("cage 127.0.0.1:" + Server.port(door));
    }

    @Test
    void withoutItsProtocolADoorStaysShutAndIsWaitedForByNobody() {
        Door door = server.net.listen(Server.door(DoorSettings.Security.NONE, 5, 5));
        Awaitility.await().until(server.net::ready);
        assertThat(door.accepts()).isFalse();
        assertThat(door.service().state()).isEqualTo("off");
        server.with(new Parrot("1"));
        Awaitility.await().until(door::accepts);
        server.seats.remove("org.posthouse.protocol.parrot");
        Awaitility.await().until(() -> !door.accepts());
    }

    @Test
    void aDoorStaysOpenWhileItsProtocolIsBeingReplaced() throws IOException {
        server.with(new Parrot("1"));
        Door door = door(5, 5);
        server.seats.empty("org.posthouse.protocol.parrot");
        try (Caller caller = new Caller(door)) {
            server.with(new Parrot("2"));
            assertThat(caller.line()).isEqualTo("HELLO 2");
        }
    }

    @Test
    void aPortThatIsTakenIsTriedAgain() throws IOException {
        server.with(new Parrot("1"));
        Door first = door(5, 5);
        DoorSettings same = new DoorSettings(
                "other",
                "parrot",
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Server.port(first)),
                DoorSettings.Security.NONE,
                false,
                false,
                new DoorLimits(5, 5, 5),
                5,
                Duration.ZERO);
        Door second = server.net.listen(same);
        Awaitility.await().until(() -> second.service().state().equals("failed"));
        String reason = "cannot listen at 127.0.0.1:" + Server.port(first) + ": the address is in use";
        assertThat(second.service().reason()).isEqualTo(reason);
        assertThat(server.net.failures()).containsExactly("other " + reason);
        assertThat(server.net.ready()).isFalse();
        server.net.leave(first, true);
        Awaitility.await().until(second::accepts);
        assertThat(server.net.failures()).isEmpty();
    }

    @Test
    void anAddressThatMeansNothingKeepsNoOtherDoorShut() {
        server.with(new Parrot("1"));
        Door nowhere = server.net.listen(new DoorSettings(
                "nowhere",
                "parrot",
                InetSocketAddress.createUnresolved("no.such.host.invalid", 0),
                DoorSettings.Security.NONE,
                false,
                false,
                new DoorLimits(5, 5, 5),
                5,
                Duration.ZERO));
        assertThat(door(5, 5).accepts()).isTrue();
        assertThat(nowhere.service().state()).isEqualTo("failed");
        assertThat(nowhere.service().reason())
                .isEqualTo("cannot listen at no.such.host.invalid:0: this machine has no such address");
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        House house = new House("", 10_000, false);
        assertThatThrownBy(() -> new DoorSettings(
                        " ",
                        "smtp",
                        new InetSocketAddress(1),
                        DoorSettings.Security.NONE,
                        false,
                        house.demo(),
                        new DoorLimits(1, 1, 1),
                        1,
                        Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Server.settings(0, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
