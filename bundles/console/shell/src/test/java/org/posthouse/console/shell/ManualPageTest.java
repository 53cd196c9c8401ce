package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ManualPageTest {
    private static String page(List<Command> commands) {
        return new ManualPage(new CommandTree(commands)).text();
    }

    @Test
    void everyCommandIsThereWithItsOptions() {
        List<Command> all = new ArrayList<>(ClientCommands.all());
        all.addAll(Shell.all());
        String page = page(all);
        for (Command command : all) {
            assertThat(page).contains(".SS \"" + command.path());
            for (Option option : command.options()) {
                assertThat(page)
                        .contains(
                                option.equals(Option.HELP)
                                        ? ""
                                        : ".B " + option.name().replace("-", "\\-"));
            }
        }
    }

    @Test
    void nothingThatACommandSaysIsTakenForAMacro() {
        Command odd = Command.of(
                "odd", "\"X\" 'y'…", ".SH not a heading \\n 'tis", List.of(Option.flag("--a", ".TP \\(bu")), call -> 0);
        assertThat(page(List.of(odd)).lines())
                .contains(
                        ".SS \"odd \\(dqX\\(dq \\(aqy\\(aq...\"",
                        "\\&.SH not a heading \\en \\(aqtis.",
                        "\\&.TP \\e(bu.")
                .allMatch(line -> !line.startsWith("'") && !line.isEmpty());
    }
}
