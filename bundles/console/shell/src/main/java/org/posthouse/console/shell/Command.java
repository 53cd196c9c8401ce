package org.posthouse.console.shell;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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
        boolean verbatim,
        Action action) {
    /** Any number of words. */
    static final int MANY = Integer.MAX_VALUE;

    /** What a command does; returns its exit status. */
    @FunctionalInterface
    interface Action {
        int run(Call call) throws MailException, UsageException, IOException;
    }

    Command {
        options = Stream.concat(options.stream(), Stream.of(Option.JSON, Option.HELP))
                .toList();
    }

    /** The arguments are counted by the words that help shows: {@code [X]} may be left out, {@code X…} repeats. */
    static Command of(String path, String arguments, String summary, List<Option> options, Action action) {
        List<String> words = arguments.isEmpty() ? List.of() : List.of(arguments.split(" "));
        int least = (int) words.stream().filter(word -> !word.startsWith("[")).count();
        int most = words.stream().anyMatch(word -> word.contains("…")) ? MANY : words.size();
        return new Command(path, arguments, least, most, summary, options, false, action);
    }

    static Command of(String path, String arguments, String summary, Action action) {
        return of(path, arguments, summary, List.of(), action);
    }

    /** Takes all words as they are, options among them. */
    Command asGiven() {
        return new Command(path, arguments, least, most, summary, List.of(), true, action);
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

    String help() {
        int width =
                options.stream().mapToInt(option -> left(option).length()).max().orElse(0);
        return usage() + "\n  " + summary + "\n\n"
                + options.stream()
                        .map(option -> "  " + left(option)
                                + " ".repeat(width - left(option).length()) + "  " + option.purpose())
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static String left(Option option) {
        return option.argument().map(argument -> option.name() + " " + argument).orElse(option.name());
    }
}
