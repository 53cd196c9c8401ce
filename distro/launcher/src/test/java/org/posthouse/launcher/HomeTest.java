package org.posthouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeTest {
    @TempDir
    private Path folder;

    @Test
    void aNewHomeIsMade() throws IOException {
        try (Home home = Home.open(folder.resolve("new"))) {
            assertThat(home.resolve("etc/version")).hasContent("1");
            assertThat(home.resolve("plugins")).isDirectory();
            assertThat(home.resolve("run/posthouse.pid"))
                    .hasContent(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void onlyTheOwnerSeesMailSocketSettingsAndLogs() throws IOException {
        try (Home home = Home.open(folder)) {
            for (String name : new String[] {"data", "run", "etc", "log"}) {
                assertThat(permissions(name)).as(name).isEqualTo("rwx------");
            }
            assertThat(home.resolve("etc/version")).exists();
            assertThat(permissions("etc/version")).isEqualTo("rw-------");
        }
    }

    @Test
    void settingsAndLogsThatWereThereStayAsOpenAsTheyWere() throws IOException {
        for (String name : new String[] {"etc", "log"}) {
            Files.setPosixFilePermissions(
                    Files.createDirectory(folder.resolve(name)), PosixFilePermissions.fromString("rwxr-x---"));
        }
        Home.open(folder).close();
        assertThat(permissions("etc")).isEqualTo("rwxr-x---");
        assertThat(permissions("log")).isEqualTo("rwxr-x---");
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }

    @Test
    void theHomeOfADemonstrationIsServedOnLoopbackOnly() throws IOException {
        Home.open(folder).close();
        try (Home home = Home.open(folder)) {
            home.admit(Options.parse(List.of()));
            home.admit(Options.parse(List.of("--demo")));
            home.admit(Options.parse(List.of("--bind", "127.0.0.1")));
            assertThat(permissions("etc/demo")).isEqualTo("rw-------");
        }
        Home forgotten = Home.open(folder);
        assertThatThrownBy(() -> forgotten.admit(Options.parse(List.of("--safe"))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("start it with --demo, or");
        assertThatThrownBy(() -> Home.open(folder).admit(Options.parse(List.of("--bind", "0.0.0.0"))))
                .isInstanceOf(RefusedException.class);
        Files.delete(folder.resolve("etc/demo"));
        try (Home home = Home.open(folder)) {
            home.admit(Options.parse(List.of()));
        }
    }

    @Test
    void aFileIsNoHome() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Home.open(file))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is a file, not a folder");
    }

    @Test
    void aHomeCanBeOpenedAgain() throws IOException {
        Home.open(folder).close();
        Home.open(folder).close();
        assertThat(folder.resolve("etc/version")).hasContent("1");
    }

    @Test
    void aHomeOfAnotherLevelIsRefusedAndLeftAlone() throws IOException {
        Files.createDirectories(folder.resolve("etc"));
        Files.writeString(folder.resolve("etc/version"), "7\n");
        assertThatThrownBy(() -> Home.open(folder))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("has level 7 and this version understands 1");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("etc"));
        }
    }
}
