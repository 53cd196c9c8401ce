package org.posthouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartsTest {
    @TempDir
    Path home;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(home.resolve("run"));
    }

    private Starts next() throws IOException {
        Starts starts = Starts.of(home);
        starts.begin();
        return starts;
    }

    private String why() throws IOException {
        return Starts.of(home).whySafe();
    }

    @Test
    void afterThreeThatDiedTheNextOneIsSafe() throws IOException {
        assertThat(next().whySafe()).isEmpty();
        assertThat(next().whySafe()).isEmpty();
        assertThat(next().whySafe()).isEmpty();
        assertThat(why()).contains("last 3 starts", "the process ended while it started", "plugins/ is left alone");
    }

    @Test
    void theReasonOfTheLastIsTold() throws IOException {
        next();
        next();
        next().fail("bundle x\ndid not start");
        assertThat(why()).contains("bundle x did not start");
    }

    @Test
    void aStartThatSucceedsForgetsThoseBefore() throws IOException {
        next();
        next();
        next().succeed(false);
        assertThat(home.resolve("run/starts")).doesNotExist();
        next();
        assertThat(why()).isEmpty();
    }

    @Test
    void aSafeOneThatSucceedsGivesTheNextOneOneChance() throws IOException {
        next();
        next();
        next();
        next().succeed(true);
        assertThat(why()).isEmpty();
        next();
        assertThat(why()).isNotEmpty();
    }

    @Test
    void whatNobodyInsideIsToBlameForIsNotCounted() throws IOException {
        next().forget();
        assertThat(home.resolve("run/starts")).doesNotExist();
        next();
        next();
        next().forget();
        assertThat(why()).isEmpty();
        next();
        assertThat(why()).isNotEmpty();
    }

    @Test
    void aFileThatMakesNoSenseCountsNothing() throws IOException {
        Files.writeString(home.resolve("run/starts"), "many\n");
        assertThat(why()).isEmpty();
        Files.writeString(home.resolve("run/starts"), "");
        assertThat(why()).isEmpty();
    }

    @Test
    void whatCannotBeWrittenKeepsNoServerFromStarting() throws IOException {
        // In the place of the file, as good as a disk that takes nothing.
        Files.createDirectories(home.resolve("run/starts/full"));
        Starts starts = next();
        starts.fail("no room");
        starts.succeed(false);
        assertThat(why()).isEmpty();
    }
}
