package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Leaks.class)
class PatienceTest {
    @TempDir
    Path folder;

    private Server server;
    private Door door;

    @BeforeEach
    void open() throws IOException {
        NetSettings one = Server.settings(1, 100, Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(2));
        server = new Server(folder, one).with(new Parrot("1", true, Duration.ofSeconds(2)));
        door = server.listen(DoorSettings.Security.STARTTLS);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String drip(Caller caller) throws IOException {
        ScheduledExecutorService tap = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> drops = tap.scheduleAtFixedRate(() -> drop(caller), 0, 20, TimeUnit.MILLISECONDS);
        try {
            return caller.line();
        } finally {
            drops.cancel(true);
            tap.shutdown();
        }
    }

    private static void drop(Caller caller) {
        try {
            caller.send("x");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void patienceWithALineEndsThoughItDrips() throws IOException {
        try (Caller caller = new Caller(door)) {
            caller.line();
            long begin = System.nanoTime();
            assertThat(drip(caller)).isEqualTo("timed out");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1900));
        }
    }

    @Test
    void patienceWithATextEndsThoughItDrips() throws IOException {
        try (Caller caller = new Caller(door)) {
            caller.line();
            caller.ask("TEXT 1000");
            assertThat(drip(caller)).isEqualTo("timed out");
        }
    }

    @Test
    void patienceWithIdlingEnds() throws IOException {
        try (Caller caller = new Caller(door)) {
            caller.line();
            caller.ask("IDLE");
            assertThat(caller.line()).isEqualTo("timed out");
            assertThat(caller.ended()).isTrue();
        }
    }

    @Test
    void aLongTextThatComesQuicklyEnoughMayTakeLonger() throws IOException {
        try (Caller caller = new Caller(door)) {
            caller.line();
            caller.ask("TEXT 10000000");
            byte[] piece = ("x".repeat(998) + "\r\n").repeat(70).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 8; i++) {
                caller.send(piece);
                Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            }
            caller.send(".\r\n");
            assertThat(caller.line()).startsWith("text 560000 ");
        }
    }

    @Test
    void whoNeverReadsIsClosedAndHoldsNoThread() throws IOException {
        try (Caller deaf = new Caller(small(), door);
                Caller other = new Caller(door)) {
            assertThat(other.line()).isEqualTo("HELLO 1");
            deaf.send("BIG 50000000\r\n");
            for (int i = 0; i < 10; i++) {
                assertThat(other.ask("polly")).isEqualTo("polly crlf=true");
            }
            other.hangUp();
            Awaitility.await().until(() -> server.net.connections().isEmpty());
        }
    }

    @Test
    void whoAsksAndAsksAndNeverReadsIsHeardNoMore() throws IOException {
        try (Caller deaf = new Caller(small(), door)) {
            assertThat(deaf.line()).isEqualTo("HELLO 1");
            Connection connection = server.net.connections().iterator().next();
            AtomicLong most = new AtomicLong();
            assertThat(flood(deaf, () -> most.accumulateAndGet(connection.buffered(), Math::max)))
                    .isLessThan(20_000_000);
            // What it may send ahead and one gulp more, what it was answered and one reply more, looked at while all of
            // it moves.
            assertThat(most.get()).isPositive().isLessThan(3 * 65_536);
            Awaitility.await().until(() -> server.net.connections().isEmpty());
        }
    }

    /** Sends until the server has had enough and closes. */
    private static long flood(Caller deaf, Runnable look) {
        byte[] lines = ("x".repeat(90) + "\r\n").repeat(100).getBytes(StandardCharsets.US_ASCII);
        long sent = 0;
        try {
            while (sent < 100_000_000) {
                deaf.send(lines);
                sent += lines.length;
                look.run();
            }
        } catch (IOException e) {
            return sent;
        }
        return sent;
    }

    private static Socket small() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        return socket;
    }
}
