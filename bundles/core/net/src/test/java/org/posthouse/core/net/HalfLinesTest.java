package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Leaks.class)
class HalfLinesTest {
    private static final int HALF = 20_000;
    private static final int MANY = 100;

    @TempDir
    Path folder;

    private final List<Caller> many = new ArrayList<>();
    private Server server;
    private Door door;

    @BeforeEach
    void open() throws IOException {
        server = new Server(folder).with(new Parrot("1"));
        door = server.listen(DoorSettings.Security.STARTTLS);
    }

    @AfterEach
    void close() throws IOException {
        leave();
        server.close();
    }

    private void leave() throws IOException {
        for (Caller caller : many) {
            caller.hangUp();
        }
    }

    private Caller enter() throws IOException {
        Caller caller = new Caller(door);
        assertThat(caller.line()).isEqualTo("HELLO 1");
        return caller;
    }

    /** More half lines than there is room for. */
    private void crowd() throws IOException {
        for (int i = 0; i < MANY; i++) {
            Caller caller = enter();
            many.add(caller);
            assertThat(caller.ask("LONG")).isEqualTo("go");
            caller.send("x".repeat(HALF));
        }
        // Those who are sent away give back what they held.
        Awaitility.await().until(() -> server.net.connections().size() <= Server.INBOXES / 4 * 3 / HALF);
    }

    @Test
    void manyHalfLinesHoldNoMoreThanTheirRoomAndOthersAreServed() throws IOException {
        crowd();
        assertThat(server.net.waitingOctets()).isPositive().isLessThanOrEqualTo(Server.INBOXES);
        try (Caller other = enter()) {
            assertThat(other.ask("polly")).isEqualTo("polly crlf=true");
            assertThat(other.send("po").ask("lly")).isEqualTo("polly crlf=true");
        }
    }

    @Test
    void whoAsksForMoreIsToldWhy() throws IOException {
        crowd();
        assertThat(many.get(MANY - 1).line()).isEqualTo("BYE true server is too busy, try again later");
    }

    @Test
    void whoHasLoggedInHasRoomWhenStrangersHaveNone() throws IOException {
        crowd();
        try (Caller known = enter()) {
            known.ask("LOGIN kate");
            known.ask("LONG");
            known.send("x".repeat(HALF));
            assertThat(known.ask("y")).startsWith("xxx").endsWith("xy crlf=true");
        }
    }

    @Test
    void whenTheyHaveLeftEverythingIsAsBefore() throws IOException {
        crowd();
        leave();
        Awaitility.await().until(() -> server.net.connections().isEmpty());
        assertThat(server.net.waitingOctets()).isZero();
        try (Caller later = enter()) {
            later.ask("LONG");
            later.send("x".repeat(HALF));
            assertThat(later.ask("y")).endsWith("xy crlf=true");
        }
        Awaitility.await().until(() -> server.net.waitingOctets() == 0);
    }
}
