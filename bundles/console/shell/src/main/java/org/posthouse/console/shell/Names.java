package org.posthouse.console.shell;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Kinds of names that words of commands can be, and values of options. */
enum Names {
    ACCOUNTS,
    ALIASES,
    CHANGES,
    CONNECTIONS,
    DOMAINS,
    MAILBOXES,
    PIDS,
    PLUGINS,
    QUEUE,
    ROUTES,
    SERVICES,
    SETTINGS;

    private static final Map<String, Names> OF_OPTIONS = Map.ofEntries(
            Map.entry("--address", ACCOUNTS),
            Map.entry("--administrator", ACCOUNTS),
            Map.entry("--domain", DOMAINS),
            Map.entry("--explain", ACCOUNTS),
            Map.entry("--forward", ACCOUNTS),
            Map.entry("--mailbox", MAILBOXES),
            Map.entry("--sender", ACCOUNTS),
            Map.entry("--service", SERVICES),
            Map.entry("--to", MAILBOXES),
            Map.entry("--user", ACCOUNTS));

    static List<String> all() {
        return Stream.of(values()).map(Names::text).toList();
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether they are those of an account or a PID, which is the first word after the command. */
    boolean ofFirst() {
        return this == MAILBOXES || this == SETTINGS;
    }

    /** What an argument of a command names; empty if it is nothing that there is. */
    static Optional<Names> of(Command command, String argument) {
        Map<String, Names> ids = Map.of("queue", QUEUE, "trace", QUEUE, "connections", CONNECTIONS, "config", CHANGES);
        Map<String, Names> names = Map.of("plugin", PLUGINS, "filter", PLUGINS, "domain", DOMAINS);
        boolean made = command.path().endsWith(" add");
        return switch (argument) {
            case "ADDRESS" -> made ? Optional.empty() : Optional.of(ACCOUNTS);
            case "TARGET" -> Optional.of(ACCOUNTS);
            case "ALIAS" -> Optional.of(ALIASES);
            case "DOMAIN" -> Optional.of(DOMAINS);
            case "DOMAIN|*" -> Optional.of(ROUTES);
            case "KEY=VALUE" -> Optional.of(SETTINGS);
            case "MAILBOX" -> command.path().endsWith(" create") ? Optional.empty() : Optional.of(MAILBOXES);
            case "PID" -> Optional.of(PIDS);
            case "SERVICE" -> Optional.of(SERVICES);
            case "ID" -> Optional.ofNullable(ids.get(command.noun()));
            case "NAME" -> made ? Optional.empty() : Optional.ofNullable(names.get(command.noun()));
            default -> Optional.empty();
        };
    }

    /** What the value of an option names. */
    static Optional<Names> of(String option) {
        return Optional.ofNullable(OF_OPTIONS.get(option));
    }
}
