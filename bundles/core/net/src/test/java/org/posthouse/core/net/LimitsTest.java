package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.core.net.DoorSettings.Security;

/** Limits of users, and limits, time-outs and ports that change while clients are there. */
@ExtendWith(Leaks.class)
class LimitsTest {
    @TempDir
    Path folder;

    private final List<Caller> callers = new ArrayList<>();
    private Server server;

    @BeforeEach
    void open() throws IOException {
        server = new Server(folder).with(new Parrot("1"));
    }

    @AfterEach
    void close() throws IOException {
        for (Caller caller : callers) {
            caller.close();
        }
        server.close();
    }

    private static DoorSettings perUser(int most) {
        return Server.door(Security.NONE, 0, new DoorLimits(100, 100, most), Duration.ZERO);
    }

    private Door listen(DoorSettings settings) {
        return server.open(server.net.listen(settings));
    }

    private Caller enter(Door door) throws IOException {
        Caller caller = new Caller(door);
        callers.add(caller);
        assertThat(caller.line()).isEqualTo("HELLO 1");
        return caller;
    }

    @Test
    void oneUserMayHaveSoManyConnectionsAtAllDoorsOfAProtocolTogether() throws IOException {
        Door one = listen(perUser(2));
        Door other = listen(perUser(2));
        assertThat(enter(one).ask("LOGIN kate")).isEqualTo("welcome");
        Caller second = enter(other);
        assertThat(second.ask("LOGIN kate")).isEqualTo("welcome");
        Caller third = enter(one);
        assertThat(third.ask("LOGIN kate")).isEqualTo("too many");
        assertThat(third.ask("LOGIN ron")).isEqualTo("welcome");
        second.hangUp();
        Awaitility.await().until(() -> server.net.connections().size() == 2);
        assertThat(enter(one).ask("LOGIN kate")).isEqualTo("welcome");
    }

    @Test
    void whoLogsInAgainIsCountedOnce() throws IOException {
        Door door = listen(perUser(1));
        Caller caller = enter(door);
        assertThat(caller.ask("LOGIN kate")).isEqualTo("welcome");
        assertThat(caller.ask("LOGIN kate")).isEqualTo("welcome");
        assertThat(caller.ask("LOGIN ron")).isEqualTo("welcome");
        assertThat(enter(door).ask("LOGIN kate")).isEqualTo("welcome");
    }

    @Test
    void aUserIsCountedOnThroughAHandOver() throws IOException {
        Door door = listen(perUser(1));
        Caller caller = enter(door);
        assertThat(caller.ask("LOGIN kate")).isEqualTo("welcome");
        server.with(new Parrot("2"));
        Awaitility.await().until(() -> caller.ask("VERSION").equals("2"));
        try (Caller next = new Caller(door)) {
            assertThat(next.line()).isEqualTo("HELLO 2");
            assertThat(next.ask("LOGIN kate")).isEqualTo("too many");
        }
    }

    @Test
    void limitsOfADoorChangeUnderThoseWhoAreInside() throws IOException {
        Door door = listen(perUser(1));
        Caller first = enter(door);
        assertThat(first.ask("LOGIN kate")).isEqualTo("welcome");
        Caller second = enter(door);
        assertThat(second.ask("LOGIN kate")).isEqualTo("too many");
        server.net.change(door, perUser(2));
        assertThat(second.ask("LOGIN kate")).isEqualTo("welcome");
        server.net.change(door, Server.door(Security.NONE, 0, new DoorLimits(2, 100, 100), Duration.ZERO));
        try (Caller third = new Caller(door)) {
            assertThat(third.line()).startsWith("BYE false too many connections");
        }
        assertThat(first.ask("still")).isEqualTo("still crlf=true");
    }

    @Test
    void limitsOfAllChangeUnderThoseWhoAreInside() throws IOException {
        Door door = listen(perUser(100));
        Caller first = enter(door);
        server.net.change(Server.settings(3, 1, Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(2)));
        try (Caller second = new Caller(door)) {
            assertThat(second.line()).startsWith("BYE false too many connections");
        }
        assertThat(first.ask("still")).isEqualTo("still crlf=true");
        server.net.change(Server.SETTINGS);
        assertThat(enter(door).ask("polly")).isEqualTo("polly crlf=true");
    }

    @Test
    void anotherPortIsOpenedBeforeTheFormerIsShutAndConnectionsStay() throws IOException {
        Door door = listen(perUser(100));
        int former = Server.port(door);
        Caller inside = enter(door);
        int next = freePort();
        server.net.change(door, Server.door(Security.NONE, next, new DoorLimits(100, 100, 100), Duration.ZERO));
        Awaitility.await().until(() -> Server.port(door) == next);
        assertThat(next).isNotEqualTo(former);
        assertThat(enter(door).ask("polly")).isEqualTo("polly crlf=true");
        assertThat(inside.ask("still")).isEqualTo("still crlf=true");
        Awaitility.await().until(() -> isFree(former));
    }

    @Test
    void aPortThatCannotBeOpenedLeavesTheFormerOpenUntilItCan() throws IOException {
        Door door = listen(perUser(100));
        int former = Server.port(door);
        int wanted;
        try (ServerSocket taken = new ServerSocket(0)) {
            wanted = taken.getLocalPort();
            server.net.change(door, Server.door(Security.NONE, wanted, new DoorLimits(100, 100, 100), Duration.ZERO));
            Awaitility.await().until(() -> door.service().state().equals("failed"));
            assertThat(door.service().reason())
                    .contains("cannot listen at ", ":" + wanted + ": the address is in use")
                    .endsWith("; until it can, " + door.address() + " stays open");
            assertThat(Server.port(door)).isEqualTo(former);
            assertThat(enter(door).ask("polly")).isEqualTo("polly crlf=true");
        }
        Awaitility.await().until(() -> Server.port(door) == wanted);
        assertThat(door.service().state()).isEqualTo("up");
    }

    @Test
    void whoDoesNotLogInInTimeIsSentAwayAndWhoDidStays() throws IOException {
        server.net.start();
        Door door = listen(Server.door(Security.NONE, 0, new DoorLimits(100, 100, 100), Duration.ofSeconds(1)));
        Instant begin = Instant.now();
        Caller known = enter(door);
        assertThat(known.ask("LOGIN kate")).isEqualTo("welcome");
        Caller stranger = enter(door);
        assertThat(stranger.line()).isEqualTo("ending you have not logged in in time");
        assertThat(stranger.ended()).isTrue();
        assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofSeconds(1));
        assertThat(known.ask("still")).isEqualTo("still crlf=true");
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port)) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
