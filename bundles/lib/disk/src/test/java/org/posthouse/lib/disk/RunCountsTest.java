package org.posthouse.lib.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunCountsTest {
    private static final Map<String, Long> COUNTS = Map.of("accepted", 3L, "mailbox deleted", 1L);

    @TempDir
    private Path folder;

    private RunCounts counts(String run) {
        return new RunCounts(folder.resolve("state/counts"), run);
    }

    @Test
    void theSameRunGoesOnAndAnotherBeginsAtNothing() {
        assertThat(counts("1").read()).isEmpty();
        counts("1").write(COUNTS);
        assertThat(counts("1").read()).contains(COUNTS);
        assertThat(counts("2").read()).isEmpty();
    }

    @Test
    void whoTakesThemHasThemAlone() {
        counts("1").write(COUNTS);
        assertThat(counts("1").take()).isEqualTo(COUNTS);
        assertThat(counts("1").take()).isEmpty();
    }

    @Test
    void whatCannotBeReadOrWrittenIsNothing() throws Exception {
        Files.writeString(folder.resolve("state"), "in the way");
        counts("1").write(COUNTS);
        assertThat(counts("1").read()).isEmpty();
        Files.delete(folder.resolve("state"));
        Files.createDirectory(folder.resolve("state"));
        Files.writeString(folder.resolve("state/counts"), "run=1\nstage.accepted=many\nstage.failed=2\n");
        assertThat(counts("1").read()).contains(Map.of("failed", 2L));
        Files.writeString(folder.resolve("state/counts"), "run=\\u00");
        assertThat(counts("1").read()).isEmpty();
    }
}
