package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ask and do not read. */
@ExtendWith(Leaks.class)
class UnreadRepliesTest {
    private static final int MANY = 100;
    /** What each may hold even when memory is short: twice what is little. */
    private static final int EACH = 8_192;

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

    private void crowd() throws IOException {
        for (int i = 0; i < MANY; i++) {
            Socket small = new Socket();
            small.setReceiveBufferSize(4_096);
            Caller deaf = new Caller(small, door);
            many.add(deaf);
            deaf.send("BIG 8000000\r\n");
        }
        Awaitility.await().until(() -> server.net.unreadOctets() > Server.OUTBOXES / 4 * 3);
    }

    @Test
    void unreadRepliesHoldNoMoreThanTheirRoomAndALittleForEach() throws IOException {
        crowd();
        try (Caller reader = new Caller(door)) {
            assertThat(reader.line()).isEqualTo("HELLO 1");
            assertThat(reader.ask("BIG 500000")).isEqualTo("big");
            assertThat(reader.line()).hasSize(500_000);
            assertThat(reader.ask("polly")).isEqualTo("polly crlf=true");
        }
        assertThat(server.net.unreadOctets()).isLessThan(Server.OUTBOXES + MANY * EACH);
    }

    @Test
    void whenTheyHaveLeftNothingIsHeld() throws IOException {
        crowd();
        leave();
        Awaitility.await().until(() -> server.net.connections().isEmpty());
        Awaitility.await().until(() -> server.net.unreadOctets() == 0);
    }

    @Test
    void whatIsReadIsHeldNoMore() throws IOException {
        try (Caller caller = new Caller(door)) {
            caller.line();
            assertThat(caller.ask("BIG 100000")).isEqualTo("big");
            assertThat(caller.line()).hasSize(100_000);
            assertThat(caller.ask("polly")).isEqualTo("polly crlf=true");
            Awaitility.await().until(() -> server.net.unreadOctets() == 0);
        }
    }
}
