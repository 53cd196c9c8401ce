package org.posthouse.console.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse completion …}: what a shell needs to complete these commands, and their manual, made from their declarations. */
final class CompletionCommand {
    private CompletionCommand() {}

    static List<Command> all() {
        return List.of(
                Command.of(
                                "completion bash",
                                "",
                                "print what bash completes these commands by",
                                CompletionCommand::bash)
                        .with(Trait.LOOKS),
                Command.of("completion zsh", "", "print what zsh completes these commands by", CompletionCommand::zsh)
                        .with(Trait.LOOKS),
                Command.of("completion man", "", "print the page of the manual, for man(1)", CompletionCommand::man)
                        .with(Trait.LOOKS),
                NameCommands.command());
    }

    private static int bash(Call call) throws IOException {
        return print(call, new BashCompletion(commands()).text());
    }

    private static int zsh(Call call) throws IOException {
        return print(call, new ZshCompletion(commands()).text());
    }

    private static int man(Call call) throws IOException {
        return print(call, new ManualPage(commands()).text());
    }

    private static int print(Call call, String text) throws IOException {
        if (call.options().has(Option.JSON.name())) {
            Json.print(text, call.terminal().output());
        } else {
            call.terminal().print(text);
        }
        return Commands.DONE;
    }

    private static CommandTree commands() {
        List<Command> all = new ArrayList<>(ClientCommands.all());
        all.addAll(Shell.all());
        return new CommandTree(all);
    }
}
