package org.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PidFileTest {
    @TempDir
    private Path home;

    @Test
    void aHomeThatNeverRanHasNoServer() throws IOException {
        assertThat(new PidFile(home).server()).isEmpty();
    }

    @Test
    void aFileThatNobodyHoldsIsNoServerEvenIfItsProcessLives() throws IOException {
        Path file = Files.createDirectories(home.resolve("run")).resolve("posthouse.pid");
        Files.writeString(file, Long.toString(ProcessHandle.current().pid()));
        assertThat(new PidFile(home).server()).isEmpty();
    }

    @Test
    void aCommandThatHasTheHomeIsNoServer() throws IOException {
        Path file = Files.createDirectories(home.resolve("run")).resolve("posthouse.pid");
        Files.writeString(file, ProcessHandle.current().pid() + "\nstore check\n");
        assertThat(new PidFile(home).order()).isEmpty();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(new PidFile(home).server()).isEmpty();
            assertThat(new PidFile(home).order())
                    .contains("'posthouse store check', process "
                            + ProcessHandle.current().pid());
        }
    }
}
