package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Leaks.class)
class ShutdownTest {
    @TempDir
    Path folder;

    private final Parrot parrot = new Parrot("1");
    private Server server;
    private Door door;

    @BeforeEach
    void open() throws IOException {
        server = new Server(folder).with(parrot);
        door = server.listen(DoorSettings.Security.STARTTLS);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("posthouse-") || name.startsWith("globalEventExecutor"))
                .toList();
    }

    @Test
    void whoWaitsForALineIsToldAndATransactionUnderWayIsFinished() throws IOException {
        try (Caller idle = new Caller(door);
                Caller busy = new Caller(door)) {
            idle.line();
            busy.line();
            busy.ask("TEXT 100");
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
            assertThat(idle.line()).isEqualTo("ending server is shutting down");
            assertThat(idle.ended()).isTrue();
            idle.hangUp();
            busy.send("mail\r\n.\r\n");
            assertThat(busy.line()).startsWith("text 6 ");
            assertThat(busy.line()).isEqualTo("ending server is shutting down");
            assertThat(busy.ended()).isTrue();
            busy.hangUp();
            assertThat(stopped).succeedsWithin(Duration.ofSeconds(60));
        }
    }

    @Test
    void nothingIsLeftRunning() throws IOException {
        try (Caller caller = new Caller(door)) {
            caller.line();
            server.close();
            Awaitility.await().until(() -> threads().isEmpty());
            assertThat(server.seats.pins("org.posthouse.protocol.parrot")).isZero();
            assertThat(server.seats.rows()).isZero();
            assertThatThrownBy(() -> new Caller(door)).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void whoDoesNotFinishIsSentAwayAtTheEndOfTheDrainTime() throws IOException {
        try (Caller slow = new Caller(door)) {
            slow.line();
            slow.ask("TEXT 100");
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
            assertThat(slow.line()).isEqualTo("BYE true server is shutting down");
            assertThat(slow.ended()).isTrue();
            assertThat(stopped).succeedsWithin(Duration.ofSeconds(60));
        }
    }

    @Test
    void aConversationThatHangsDoesNotHangTheServer() throws IOException {
        try (Caller hung = new Caller(door)) {
            hung.line();
            hung.send("HANG\r\n");
            Awaitility.await().until(() -> parrot.talks.get() == 1);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
            assertThat(stopped).succeedsWithin(Duration.ofSeconds(60));
            Awaitility.await().until(() -> threads().isEmpty());
        }
    }
}
