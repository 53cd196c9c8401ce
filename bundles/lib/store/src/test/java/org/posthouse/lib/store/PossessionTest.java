package org.posthouse.lib.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PossessionTest {
    @TempDir
    Path folder;

    /** Another process that asks for the lock. */
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) throws IOException {
            try (FileChannel file = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
                System.out.print(file.tryLock() == null ? "refused" : "taken");
            }
        }
    }

    private String askedByAnother(Path file) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void whoIsRefusedDoesNotGiveTheLockOfTheFirstAway() throws Exception {
        Path file = folder.resolve("store/lock");
        Possession first = Possession.take(file, Duration.ZERO).orElseThrow();
        assertThat(Possession.take(folder.resolve("store/../store/lock"), Duration.ZERO))
                .isEmpty();
        assertThat(askedByAnother(file)).isEqualTo("refused");
        first.close();
        Possession next = Possession.take(file, Duration.ZERO).orElseThrow();
        first.close();
        assertThat(Possession.take(file, Duration.ZERO)).isEmpty();
        next.close();
        assertThat(askedByAnother(file)).isEqualTo("taken");
    }

    @Test
    void whatCannotBeLockedCanBeTakenLater() throws Exception {
        Path file = folder.resolve("lock");
        Files.createDirectory(file);
        assertThatThrownBy(() -> Possession.take(file, Duration.ZERO)).isInstanceOf(IOException.class);
        Files.delete(file);
        Possession.take(file, Duration.ZERO).orElseThrow().close();
    }
}
