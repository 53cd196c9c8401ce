package org.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
