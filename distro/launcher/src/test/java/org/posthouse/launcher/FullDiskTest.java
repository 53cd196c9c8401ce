package org.posthouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
    @TempDir
    Path home;

    @Test
    void aFullDiskIsToldFromOtherFailures() {
        assertThat(FullDisk.is(new IOException("No space left on device"))).isTrue();
        assertThat(FullDisk.is(new IOException("Disk quota exceeded"))).isTrue();
        assertThat(FullDisk.is(new IOException("Input/output error"))).isFalse();
        assertThat(FullDisk.is(new IOException())).isFalse();
    }

    @Test
    void whatIsKeptForAStartIsGivenBackWithWhatEachStartMakesAnew() throws IOException {
        Files.createDirectory(home.resolve("cache"));
        FullDisk.keepRoom(home);
        assertThat(home.resolve("cache/room")).hasSize(2 << 20);
        Path former = Files.createDirectories(home.resolve("cache/framework/bundle1"));
        Files.writeString(former.resolve("bundle.info"), "1");
        Path content = Files.createDirectories(home.resolve("cache/content"));
        FullDisk.makeRoom(home);
        assertThat(home.resolve("cache")).isDirectoryNotContaining("glob:**/{room,framework}");
        assertThat(content).isDirectory();
    }

    @Test
    void adviceIsGivenOnlyWhereThereIsNoRoom() {
        assertThat(FullDisk.isShort(home)).isFalse();
        assertThat(FullDisk.advice(home)).isEmpty();
        assertThat(FullDisk.advice(home.resolve("none"))).isEmpty();
    }
}
