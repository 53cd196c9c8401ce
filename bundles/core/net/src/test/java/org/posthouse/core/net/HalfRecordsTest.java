package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients that begin TLS, or a record of it, and do not end it. */
@ExtendWith(Leaks.class)
class HalfRecordsTest {
    /** A record is announced with as many octets as one may have, RFC 8446 §5.1, and does not come whole. */
    private static final byte[] HEADER = {22, 3, 1, 0x40, 0};

    private static final int HALF = 16_000;
    private static final int MANY = 120;

    @TempDir
    Path folder;

    private final List<Caller> many = new ArrayList<>();
    private Server server;
    private Door door;

    @BeforeEach
    void open() throws IOException {
        server = new Server(folder).with(new Parrot("1"));
        door = server.listen(DoorSettings.Security.IMPLICIT);
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

    private Caller secured() throws IOException, GeneralSecurityException {
        return new Caller(TestCertificates.client().getSocketFactory().createSocket(), door);
    }

    private void begin(byte[] octets) throws IOException {
        Caller caller = new Caller(door);
        many.add(caller);
        try {
            caller.send(octets);
        } catch (IOException e) {
            // Cut off already.
            assertThat(many).hasSizeGreaterThan(Server.HANDSHAKES / 2);
        }
    }

    @Test
    void ofTooManyHandshakesTheEldestGivesWayAndAnHonestOneSucceeds() throws Exception {
        for (int i = 0; i < MANY; i++) {
            begin(new byte[] {22, 3, 1});
        }
        Awaitility.await().until(() -> server.net.connections().size() == Server.HANDSHAKES);
        assertThat(server.net.handshakes()).isEqualTo(Server.HANDSHAKES);
        assertThat(many.get(0).ended()).isTrue();
        try (Caller honest = secured()) {
            assertThat(honest.line()).startsWith("HELLO 1 TLS");
            assertThat(honest.ask("polly")).isEqualTo("polly crlf=true");
        }
        leave();
        Awaitility.await().until(() -> server.net.handshakes() == 0);
    }

    @Test
    void halfRecordsHoldNoMoreThanTheirRoomAndAnHonestHandshakeSucceeds() throws Exception {
        NetSettings its = Server.SETTINGS;
        server.net.change(new NetSettings(
                its.workers(),
                its.connections(),
                10 * MANY,
                its.compressions(),
                its.budgets(),
                its.handshake(),
                its.write(),
                its.seat(),
                its.drain(),
                its.linger()));
        byte[] half = Arrays.copyOf(HEADER, HALF);
        for (int i = 0; i < MANY; i++) {
            begin(half);
        }
        Awaitility.await().until(() -> server.net.connections().size() <= Server.INBOXES / 4 * 3 / HALF);
        Awaitility.await().until(() -> server.net.waitingOctets() <= Server.INBOXES);
        assertThat(server.net.waitingOctets()).isPositive();
        try (Caller honest = secured()) {
            assertThat(honest.line()).startsWith("HELLO 1 TLS");
            assertThat(honest.ask("polly")).isEqualTo("polly crlf=true");
        }
        leave();
        Awaitility.await().until(() -> server.net.connections().isEmpty());
        Awaitility.await().until(() -> server.net.waitingOctets() == 0);
    }
}
