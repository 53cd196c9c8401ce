package org.posthouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HoldTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void aFile() {
        file = folder.resolve("posthouse.pid");
    }

    @Test
    void aCommandIsNamedInASecondLine() throws IOException {
        long process = ProcessHandle.current().pid();
        Hold order = Hold.take(file, "store check");
        assertThat(file).hasContent(process + "\nstore check\n");
        order.close();
        assertThat(file).isEmptyFile();
        Hold server = Hold.take(file, "");
        assertThat(file).hasContent(process + "\n");
        server.close();
    }

    @Test
    void aServerIsNotWaitedFor() throws IOException {
        Hold server = Hold.take(file, "");
        assertThatThrownBy(() -> Hold.take(file, "", LONG))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("a server runs there already, process ");
        server.close();
    }

    @Test
    void aCommandThatDoesNotEndInTimeIsNamed() throws IOException {
        Hold order = Hold.take(file, "store check");
        assertThatThrownBy(() -> Hold.take(file, "", Duration.ZERO))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("'posthouse store check', process "
                        + ProcessHandle.current().pid() + ", has this home still");
        order.close();
    }

    @Test
    void aCommandIsWaitedFor() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        Hold order = Hold.take(file, "store check");
        try {
            Future<Hold> server = other.submit(() -> Hold.take(file, "", LONG));
            // Longer than who only looks has the lock.
            await().pollDelay(Duration.ofMillis(700)).until(() -> !server.isDone());
            order.close();
            server.get().close();
        } finally {
            other.shutdownNow();
        }
    }
}
