package org.posthouse.console.shell;

import java.util.Map;

/** The page of the manual, in the macros of man(7): every command with all that it takes, as the commands themselves declare it. */
final class ManualPage {
    private static final String HEAD = """
            .\\" Made by 'posthouse completion man'.
            .TH POSTHOUSE 1 "" "Posthouse" "Posthouse"
            .SH NAME
            posthouse \\- run and administer the Posthouse mail server
            .SH SYNOPSIS
            .B posthouse
            .I COMMAND
            .RI [ ARGUMENT " ...]"
            .RB [ \\-\\-home
            .IR DIR ]
            .RB [ \\-\\-json ]
            .RB [ \\-\\-help ]
            .SH DESCRIPTION
            Every command but
            .B run
            and
            .B start
            speaks to the server of that home through the socket
            .IR run/admin.sock .
            Those that need no server say so.
            Without a terminal nothing asks: what is missing is an error, and what is
            ordered is done.
            At a terminal, what cannot be taken back asks first, unless
            .B \\-\\-yes
            is given.
            .SH COMMANDS
            """;

    private static final String TAIL = """
            .SH EXIT STATUS
            .TP
            .B 0
            Done.
            .TP
            .B 1
            Refused: one line on standard error says why and what to do. Nothing has changed.
            .TP
            .B 2
            Wrong usage. Nothing has changed.
            .TP
            .B 3
            The server is not running. Nothing has changed.
            .TP
            .B 4
            It found problems, or did a part.
            .SH ENVIRONMENT
            .TP
            .B POSTHOUSE_HOME
            The home, where
            .B \\-\\-home
            is not given.
            .TP
            .B POSTHOUSE_JVM
            Options of the Java machine of the server, in place of those chosen for it.
            .TP
            .B JAVA_HOME
            The Java that is used.
            .SH FILES
            .TP
            .I etc/
            One file for each part that can be set, in the home.
            .TP
            .I plugins/
            What is dropped here runs; what is replaced is swapped; what is removed is gone.
            .TP
            .I data/
            Mail, queue, accounts, trace.
            .TP
            .I log/
            posthouse.log, mail.log and audit.log.
            """;

    private final CommandTree tree;

    ManualPage(CommandTree tree) {
        this.tree = tree;
    }

    String text() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Map.Entry<String, Command> each : tree.commands().entrySet()) {
            Command command = each.getValue();
            page.append(".SS \"")
                    .append(escaped(each.getKey() + " " + command.arguments()).strip())
                    .append("\"\n");
            page.append(line(sentence(command.summary())));
            if (command.is(Command.Trait.OFFLINE)) {
                page.append("It needs no running server.\n");
            }
            for (Option option : tree.options(command)) {
                if (!option.equals(Option.HELP)) {
                    page.append(".TP\n.B ").append(escaped(option.name()));
                    option.argument().ifPresent(argument -> page.append(' ').append(escaped(argument)));
                    page.append('\n').append(line(sentence(option.purpose())));
                }
            }
            page.append(".PP\nExample:\n.B ")
                    .append(escaped(Example.of(command)))
                    .append('\n');
        }
        return page.append(TAIL).toString();
    }

    private static String sentence(String words) {
        return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    /** Text that no macro is taken out of. */
    private static String line(String text) {
        return "\\&" + escaped(text) + "\n";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("\"", "\\(dq")
                .replace("…", "...")
                .replace("'", "\\(aq");
    }
}
