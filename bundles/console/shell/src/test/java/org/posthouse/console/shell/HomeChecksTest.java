package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeChecksTest {
    @TempDir
    Path home;

    @BeforeEach
    void make() throws Exception {
        mode(home, "rwxr-xr-x");
        for (String name : new String[] {"etc", "data", "log", "run"}) {
            mode(Files.createDirectory(home.resolve(name)), "rwx------");
        }
        mode(Files.createDirectory(home.resolve("plugins")), "rwxr-xr-x");
    }

    private static void mode(Path path, String permissions) throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void aHomeAsItIsMadeIsWell() {
        assertThat(HomeChecks.permissions(home)).noneMatch(Finding::isProblem);
    }

    @Test
    void whatOthersMaySeeOrChangeIsAProblemWithItsRemedy() throws Exception {
        mode(home.resolve("data"), "rwxr-x---");
        mode(home.resolve("plugins"), "rwxrwxrwx");
        assertThat(HomeChecks.permissions(home))
                .extracting(Finding::remedy)
                .containsExactly("chmod go= " + home.resolve("data"), "chmod go-w " + home.resolve("plugins"));
    }

    @Test
    void aLogFromTheFutureTellsOfAClockThatIsWrong() throws Exception {
        Instant now = Instant.parse("2026-11-23T05:00:00Z");
        Files.setLastModifiedTime(home.resolve("log"), FileTime.from(now.minusSeconds(60)));
        assertThat(HomeChecks.clock(home, now).isProblem()).isFalse();
        Files.setLastModifiedTime(home.resolve("log"), FileTime.from(now.plusSeconds(3600)));
        assertThat(HomeChecks.clock(home, now).isProblem()).isTrue();
    }
}
