package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that the administration guide shows does what it says it can: it succeeds, in the guide's order. */
final class AdministrationGuideIT {
    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");

    @TempDir
    Path home;

    @TempDir
    Path folder;

    @Test
    void everyCommandOfTheGuideSucceedsInItsOrder() throws Exception {
        List<String> commands = commands();
        assertThat(commands).hasSizeGreaterThan(30);
        try (Server server = Server.demo(home)) {
            for (String command : commands) {
                Run run = Run.of(
                        List.of(
                                "bash",
                                "-c",
                                "set -o pipefail; cd " + folder + "; PATH=" + path() + ":$PATH; "
                                        + "export POSTHOUSE_HOME=" + server.home() + "; " + command),
                        "");
                assertThat(run.status())
                        .as(command + "\n" + run.out() + run.err())
                        .isZero();
            }
        }
    }

    private static Path path() throws IOException {
        return Distribution.command().getParent();
    }

    private static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(Distribution.tree().resolve("docs/administration.md")));
        while (block.find()) {
            commands.addAll(block.group(1).lines().toList());
        }
        return commands;
    }
}
