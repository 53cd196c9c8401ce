package org.posthouse.console.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All commands as a shell sees them who completes a line: first words, second words, options, and what options take. */
final class CommandTree {
    private static final List<String> TIMES = List.of("30m", "1h", "6h", "1d", "7d");
    private static final Map<String, List<String>> SUGGESTIONS = Map.of(
            "--stage",
            List.of("accepted", "refused", "delivered", "deferred", "failed", "bounced"),
            "--quota",
            List.of("500M", "1G", "2G", "5G", "10G", "none"),
            "--since",
            TIMES,
            "--until",
            TIMES);

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

    /** The choices of such a value, of which one is taken; none where anything can be said. */
    static List<String> choices(String argument) {
        return argument.matches("[a-z0-9]+(\\|[a-z0-9]+)+") ? List.of(argument.split("\\|")) : List.of();
    }

    /** The choices of a value that is a list of several, with commas. */
    static List<String> several(String argument) {
        return argument.matches("[a-z0-9]+(,[a-z0-9]+)+") ? List.of(argument.split(",")) : List.of();
    }

    /** What may be said where anything can. */
    static List<String> suggestions(String option) {
        return SUGGESTIONS.getOrDefault(option, List.of());
    }

    /**
     * What the arguments of a command are, word by word: a kind of names, choices with {@code |} between them, or {@code -} for what cannot
     * be listed; empty where nothing can.
     */
    static String names(Command command) {
        List<String> kinds = new ArrayList<>();
        if (!command.arguments().isEmpty()) {
            for (String argument : command.arguments().split(" ")) {
                String word = argument.replaceAll("[\\[\\]…]", "");
                kinds.add(
                        choices(word).isEmpty()
                                ? Names.of(command, word).map(Names::text).orElse("-")
                                : word);
            }
        }
        return kinds.stream().allMatch("-"::equals) ? "" : String.join(" ", kinds);
    }

    /** Kinds of names that are those of the first word after the command. */
    static List<String> ofFirst() {
        return Stream.of(Names.values()).filter(Names::ofFirst).map(Names::text).toList();
    }

    /** Paths of commands that take files. */
    List<String> takingFiles() {
        List<String> paths = new ArrayList<>();
        for (Map.Entry<String, Command> each : commands.entrySet()) {
            if (each.getValue().arguments().matches(".*\\b(FILE|JAR|DIR|SOURCE|CERT|KEY)\\b(?!=).*")) {
                paths.add(each.getKey());
            }
        }
        return paths;
    }
}
