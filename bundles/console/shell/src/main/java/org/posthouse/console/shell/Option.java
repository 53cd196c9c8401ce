package org.posthouse.console.shell;

import java.util.Optional;

/** An option of a command: its name with dashes, what it takes (if anything), and what it is for. */
record Option(String name, Optional<String> argument, String purpose) {
    static final Option JSON = flag("--json", "print one JSON document instead");
    static final Option HOME = of("--home", "DIR", "the folder the server lives in");
    static final Option YES = flag("--yes", "do not ask at a terminal whether that is meant");
    static final Option HELP = flag("--help", "show this");

    static Option flag(String name, String purpose) {
        return new Option(name, Optional.empty(), purpose);
    }

    static Option of(String name, String argument, String purpose) {
        return new Option(name, Optional.of(argument), purpose);
    }
}
