package org.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RightsTest {
    @TempDir
    Path home;

    @Test
    void whoMayNotSeeWhetherTheServerRunsIsToldWhoMay() throws Exception {
        Path run = Files.createDirectories(home.resolve("run"));
        String owner = Files.getOwner(run).getName();
        assertThat(Rights.lack(home, folder -> !folder.equals(run)))
                .contains("only " + owner + ", whose home " + home + " is, may speak to its server; try 'sudo -u "
                        + owner + " posthouse ...'");
        assertThat(Rights.lack(home, folder -> false)).isPresent();
    }

    @Test
    void whoMayAndAHomeThatIsNotThereAreNoReason() {
        assertThat(Rights.lack(home, Files::isExecutable)).isEmpty();
        assertThat(Rights.lack(home.resolve("nowhere"), folder -> false)).isEmpty();
    }
}
