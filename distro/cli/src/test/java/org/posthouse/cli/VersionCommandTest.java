package org.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VersionCommandTest {
    @TempDir
    private Path home;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PrintStream formerOutput = System.out;

    @BeforeEach
    void catchOutput() {
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(formerOutput);
    }

    @Test
    void withoutAServerItTellsOfItself() {
        assertThat(new VersionCommand(home).run(List.of("--version"))).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8))
                .startsWith("Posthouse ")
                .contains("\nJava " + Runtime.version())
                .endsWith("No server answers in " + home + "\n");
    }

    @Test
    void jsonHasNoServerWhereNoneRuns() {
        assertThat(new VersionCommand(home).run(List.of("--version", "--json"))).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains("\"java\":\"" + Runtime.version() + "\"")
                .endsWith(",\"server\":null}\n");
    }

    @Test
    void moreIsTooMuch() {
        assertThatThrownBy(() -> new VersionCommand(home).run(List.of("version", "all")))
                .isInstanceOf(WrongUsage.class);
    }
}
