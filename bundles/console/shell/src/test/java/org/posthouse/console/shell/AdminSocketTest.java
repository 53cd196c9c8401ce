package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminSocketTest {
    @TempDir
    Path run;

    @Test
    void whatTheNextVersionHasBoundStaysWhenTheFormerCloses() throws IOException {
        AdminSocket former = open();
        AdminSocket next = open();
        former.close();
        connect();
        next.close();
        assertThat(run.resolve("admin.sock")).doesNotExist();
    }

    @Test
    void whoClosesItIsNotInterrupted() throws IOException {
        open().close();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    private AdminSocket open() throws IOException {
        return new AdminSocket(run, new Commands(new HouseServices(null), List.of()));
    }

    private void connect() throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(run.resolve("admin.sock")))) {
            assertThat(client.isConnected()).isTrue();
        }
    }
}
