package org.posthouse.console.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.lib.disk.RunCounts;

final class CountedTest {
    @TempDir
    private Path folder;

    private Counted counted(String run) {
        return new Counted(new RunCounts(folder.resolve("state/counted"), run));
    }

    @Test
    void twoVersionsTellEachEventOnce() {
        Counted former = counted("1");
        assertThat(former.since(Map.of("accepted", 3L))).containsOnly(Map.entry("accepted", 3L));
        Counted next = counted("1");
        assertThat(next.since(Map.of("accepted", 5L, "failed", 1L)))
                .containsOnly(Map.entry("accepted", 2L), Map.entry("failed", 1L));
        assertThat(former.since(Map.of("accepted", 6L, "failed", 1L)))
                .containsOnly(Map.entry("accepted", 1L), Map.entry("failed", 0L));
    }

    @Test
    void anotherRunBeginsAtNothing() {
        counted("1").since(Map.of("accepted", 3L));
        assertThat(counted("2").since(Map.of("accepted", 4L))).containsOnly(Map.entry("accepted", 4L));
    }

    @Test
    void whatCountsAnewIsToldWhole() {
        Counted counted = counted("1");
        counted.since(Map.of("accepted", 3L));
        assertThat(counted.since(Map.of("accepted", 2L))).containsOnly(Map.entry("accepted", 2L));
    }

    @Test
    void whatCannotBeWrittenIsKeptInMemory() throws Exception {
        Files.writeString(folder.resolve("state"), "in the way");
        Counted counted = counted("1");
        counted.since(Map.of("accepted", 3L));
        assertThat(counted.since(Map.of("accepted", 4L))).containsOnly(Map.entry("accepted", 1L));
    }
}
