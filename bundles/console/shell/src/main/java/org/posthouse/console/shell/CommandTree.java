package org.posthouse.console.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All commands as a shell sees them who completes a line: first words, second words, options, and what options take. */
final class CommandTree {
    private final SortedMap<String, Command> commands = new TreeMap<>();

    CommandTree(List<Command> all) {
        all.forEach(command -> commands.put(command.path(), command));
    }

    SortedMap<String, Command> commands() {
        return commands;
    }

    /** First words, each with what it is for: its own purpose, or its second words. */
    SortedMap<String, String> nouns() {
        SortedMap<String, String> nouns = new TreeMap<>();
        for (Command command : commands.values()) {
            if (command.path().equals(command.noun())) {
                nouns.put(command.noun(), command.summary());
            }
        }
        for (String noun : families().keySet()) {
            nouns.putIfAbsent(noun, String.join(", ", families().get(noun).keySet()));
        }
        return nouns;
    }

    /** By first word: second words, each with what it is for. */
    SortedMap<String, SortedMap<String, String>> families() {
        return commands.values().stream()
                .filter(command -> !command.path().equals(command.noun()))
                .collect(Collectors.groupingBy(
                        Command::noun,
                        TreeMap::new,
                        Collectors.toMap(
                                command ->
                                        command.path().substring(command.noun().length() + 1),
                                Command::summary,
                                (one, other) -> one,
                                TreeMap::new)));
    }

    /** What a command takes, with what every command takes. */
    List<Option> options(Command command) {
        return Stream.concat(command.options().stream(), Stream.of(Option.HOME)).toList();
    }

    /** Options that take a value: its choices, or a word in capitals for what it is. */
    SortedMap<String, String> valued() {
        SortedMap<String, String> valued = new TreeMap<>();
        for (Command command : commands.values()) {
            for (Option option : options(command)) {
                option.argument().ifPresent(argument -> valued.put(option.name(), argument));
            }
        }
        return valued;
    }

    /** The choices of such a value; none where anything can be said. */
    static List<String> choices(String argument) {
        return argument.matches("[a-z]+(\\|[a-z]+)+") ? List.of(argument.split("\\|")) : List.of();
    }

    /** What the arguments of a command name, word by word, and {@code -} for what cannot be listed; empty where nothing can. */
    static String names(Command command) {
        List<Optional<NameCommands.Kind>> kinds = NameCommands.kinds(command);
        return kinds.stream().allMatch(Optional::isEmpty)
                ? ""
                : kinds.stream()
                        .map(kind -> kind.map(NameCommands.Kind::text).orElse("-"))
                        .collect(Collectors.joining(" "));
    }

    /** Paths of commands that take files. */
    List<String> takingFiles() {
        List<String> paths = new ArrayList<>();
        for (Map.Entry<String, Command> each : commands.entrySet()) {
            if (each.getValue().arguments().matches(".*\\b(FILE|JAR|DIR|SOURCE|CERT|KEY)\\b.*")) {
                paths.add(each.getKey());
            }
        }
        return paths;
    }
}
