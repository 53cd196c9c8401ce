package org.posthouse.bench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Against a server that says the same whatever it is told. */
final class ImapClientTest {
    @Test
    void literalsAreSkippedAndResponsesCounted() throws Exception {
        String said = """
                * OK hello
                t1 OK in
                * 1 FETCH (BODY[] {8}
                t2 OK x
                 FLAGS () X {1}

                ))
                * 2 FETCH ()
                t2 OK done
                """;
        try (Said server = new Said(said);
                ImapClient client = new ImapClient(server.port(), "u", "p")) {
            assertThat(client.command("FETCH 1:2 BODY[]")).isEqualTo(2);
        }
    }

    @Test
    void theNumberOfMessagesIsRead() throws Exception {
        try (Said server = new Said("* OK hello\r\nt1 OK in\r\n* STATUS INBOX (MESSAGES 231)\r\nt2 OK done\r\n");
                ImapClient client = new ImapClient(server.port(), "u", "p")) {
            assertThat(client.messages("INBOX")).isEqualTo(231);
        }
    }

    @Test
    void whatIsRefusedFails() throws Exception {
        try (Said server = new Said("* OK hello\r\nt1 NO who are you\r\n")) {
            assertThatThrownBy(() -> new ImapClient(server.port(), "u", "p").close())
                    .hasMessageContaining("t1 NO who are you");
        }
    }

    @Test
    void aServerThatGoesInTheMidstFails() throws Exception {
        try (Said server = new Said("* OK hello\r\nt1 O")) {
            assertThatThrownBy(() -> new ImapClient(server.port(), "u", "p").close())
                    .isInstanceOf(IOException.class);
        }
    }

    private static final class Said implements AutoCloseable {
        private final ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final CompletableFuture<Boolean> served;

        Said(String words) throws IOException {
            served = CompletableFuture.supplyAsync(() -> {
                try (Socket client = door.accept()) {
                    client.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
                    client.shutdownOutput();
                    client.getInputStream().transferTo(OutputStream.nullOutputStream());
                    return true;
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        int port() {
            return door.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            door.close();
            served.exceptionally(failure -> false).join();
        }
    }
}
