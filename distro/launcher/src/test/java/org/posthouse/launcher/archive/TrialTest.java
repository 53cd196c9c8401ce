package org.posthouse.launcher.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrialTest {
    @TempDir
    private Path folder;

    @Test
    void whoEndsBeforeHeServesTakesHisOwnMarkAway() throws IOException {
        Path mark = Files.writeString(folder.resolve("start.trial"), "12\n");
        new Trial(Optional.of(mark), 1).withdraw();
        assertThat(mark).exists();
        new Trial(Optional.of(mark), 12).withdraw();
        assertThat(mark).doesNotExist();
        new Trial(Optional.of(mark), 12).withdraw();
    }

    @Test
    void whoServesTakesAnyMarkAway() throws IOException {
        Path mark = Files.writeString(folder.resolve("start.trial"), "12\n");
        new Trial(Optional.of(mark), 1).succeed();
        assertThat(mark).doesNotExist();
        new Trial(Optional.of(mark), 1).succeed();
        new Trial(Optional.empty(), 1).succeed();
    }
}
