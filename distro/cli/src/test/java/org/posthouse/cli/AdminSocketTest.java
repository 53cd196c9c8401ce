package org.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdminSocketTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private final ExecutorService server = Executors.newSingleThreadExecutor();
    private final AtomicInteger looks = new AtomicInteger();

    @AfterEach
    void release() {
        server.shutdownNow();
    }

    @Test
    void aServerThatLivesAndTakesNoCommandsIsBusy() {
        assertThatThrownBy(() -> socket(() -> true, Duration.ZERO).run(List.of("status")))
                .isInstanceOf(IOException.class)
                .hasMessage("the server is starting or reloading; try again in some seconds");
    }

    @Test
    void aServerThatComesBackIsWaitedFor() throws Exception {
        AdminSocket.Life comingBack = () -> {
            if (looks.incrementAndGet() == 3) {
                answer();
            }
            return true;
        };
        assertThat(socket(comingBack, LONG).run(List.of("status"))).contains(0);
    }

    @Test
    void aServerThatEndsMeanwhileIsNotRunning() throws Exception {
        assertThat(socket(() -> looks.incrementAndGet() < 3, LONG).run(List.of("status")))
                .isEmpty();
    }

    private AdminSocket socket(AdminSocket.Life process, Duration patience) {
        return new AdminSocket(new Conversation(folder.resolve("admin.sock")), process, patience);
    }

    /** One command is taken, and done. */
    private void answer() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(folder.resolve("admin.sock")));
        server.execute(() -> {
            try (listener;
                    SocketChannel channel = listener.accept()) {
                DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
                in.readNBytes(in.readInt());
                DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
                out.writeByte(3);
                out.writeInt(1);
                out.write('0');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
