package org.posthouse.console.shell;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.posthouse.api.mail.MailException;

/** One command: its words, what it takes, what it is for, and what it does. */
record Command(
        String path,
        String arguments,
        int least,
        int most,
        String summary,
        List<Option> options,
        Set<Trait> traits,
        Action action) {
    /** Any number of words. */
    static final int MANY = Integer.MAX_VALUE;

    /** What is special about a command. */
    enum Trait {
        /** Takes all words as they are, options among them. */
        VERBATIM,
        /** Changes nothing, so no line is left about it. */
        LOOKS,
        /** Needs no running server, only the services of {@code features/offline.json}. */
        OFFLINE
    }

    /** What a command does; returns its exit status. */
    @FunctionalInterface
    interface Action {
        int run(Call call) throws MailException, UsageException, IOException;
    }

    Command {
        options = List.copyOf(options);
        traits = Set.copyOf(traits);
    }

    /** The arguments are counted by the words that help shows: {@code [X]} may be left out, {@code X…} repeats. */
    static Command of(String path, String arguments, String summary, List<Option> options, Action action) {
        List<String> words = arguments.isEmpty() ? List.of() : List.of(arguments.split(" "));
        int least = (int) words.stream().filter(word -> !word.startsWith("[")).count();
        int most = words.stream().anyMatch(word -> word.contains("…")) ? MANY : words.size();
        List<Option> all = Stream.concat(options.stream(), Stream.of(Option.JSON, Option.HELP))
                .toList();
        return new Command(path, arguments, least, most, summary, all, Set.of(), action);
    }

    static Command of(String path, String arguments, String summary, Action action) {
        return of(path, arguments, summary, List.of(), action);
    }

    /** The first argument that is not there, after so many. */
    String missing(int given) {
        return List.of(arguments.split(" ")).get(given);
    }

    /** The same with these traits. */
    Command with(Trait first, Trait... more) {
        return new Command(path, arguments, least, most, summary, options, EnumSet.of(first, more), action);
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    Optional<Option> option(String name) {
        return options.stream().filter(option -> option.name().equals(name)).findFirst();
    }

    /** Its first word. */
    String noun() {
        int blank = path.indexOf(' ');
        return blank < 0 ? path : path.substring(0, blank);
    }

    String usage() {
        String tail = arguments.isEmpty() ? "" : " " + arguments;
        return "usage: posthouse " + path + (options.size() > 2 ? " [OPTION …]" : "") + tail;
    }

    /** In lines of at most so many characters; the example can be copied as it is. */
    String help(int columns) {
        Glossary glossary = new Glossary();
        Stream.concat(options.stream(), Stream.of(Option.HOME))
                .forEach(option -> glossary.add(left(option), option.purpose()));
        return Words.wrapped(usage(), columns - 4, "\n    ") + "\n  "
                + Words.wrapped(summary, columns - 2, "\n  ") + "\n\n" + glossary.text(columns) + "\nExample:\n  "
                + Words.wrapped(Example.of(this), columns - 6, " \\\n    ") + "\n";
    }

    private static String left(Option option) {
        return option.argument().map(argument -> option.name() + " " + argument).orElse(option.name());
    }
}
