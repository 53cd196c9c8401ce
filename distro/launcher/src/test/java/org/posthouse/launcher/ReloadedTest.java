package org.posthouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadedTest {
    @TempDir
    Path home;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(home.resolve("run"));
    }

    @Test
    void whatIsLeftIsRead() throws IOException {
        assertThat(Reloaded.last(home)).isEmpty();
        Reloaded left = new Reloaded(2, false, 1234, List.of("one", "two"));
        left.leave(home);
        assertThat(Reloaded.last(home)).contains(left);
        Reloaded.remove(home);
        assertThat(Reloaded.last(home)).isEmpty();
    }

    @Test
    void whatNoServerHasWrittenIsNothing() throws IOException {
        Files.writeString(home.resolve("run/reloaded"), "later\n");
        assertThat(Reloaded.last(home)).isEmpty();
    }
}
