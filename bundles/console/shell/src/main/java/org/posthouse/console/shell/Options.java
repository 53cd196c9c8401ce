package org.posthouse.console.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.posthouse.console.shell.Command.Trait;

/** The words after a command, told apart: options as the command declares them, and the rest in order. */
final class Options {
    private final Map<String, List<String>> options;
    private final List<String> words;

    private Options(Map<String, List<String>> options, List<String> words) {
        this.options = options;
        this.words = words;
    }

    /** Reads the words; {@code --} ends the options. */
    static Options read(Command command, List<String> given) throws UsageException {
        Map<String, List<String>> options = new LinkedHashMap<>();
        List<String> words = new ArrayList<>();
        boolean open = !command.is(Trait.VERBATIM);
        for (int i = 0; i < given.size(); i++) {
            String word = given.get(i);
            if (!open || !word.startsWith("--")) {
                words.add(word);
            } else if (word.equals("--")) {
                open = false;
            } else {
                int equals = word.indexOf('=');
                String name = equals < 0 ? word : word.substring(0, equals);
                Option option = command.option(name)
                        .orElseThrow(() -> new UsageException(
                                "'" + name + "' is no option of " + command.path() + nearest(command, name)));
                String value = "";
                if (option.argument().isPresent()) {
                    if (equals < 0 && i + 1 >= given.size()) {
                        throw new UsageException(
                                name + " needs a value: " + option.argument().get());
                    }
                    value = equals < 0 ? given.get(++i) : word.substring(equals + 1);
                } else if (equals >= 0) {
                    throw new UsageException(name + " takes no value");
                }
                options.computeIfAbsent(name, each -> new ArrayList<>()).add(value);
            }
        }
        return new Options(options, List.copyOf(words));
    }

    private static String nearest(Command command, String name) {
        return Nearest.to(name, command.options().stream().map(Option::name).toList())
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }

    boolean has(String name) {
        return options.containsKey(name);
    }

    /** The last value given. */
    Optional<String> value(String name) {
        List<String> values = options.getOrDefault(name, List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    /** All of them as they were given, but for those about output. None takes a secret: those come by standard input. */
    String spoken() {
        return options.entrySet().stream()
                .filter(each -> !each.getKey().equals(Option.JSON.name()))
                .flatMap(each -> each.getValue().stream()
                        .map(value -> value.isEmpty() ? each.getKey() : each.getKey() + "=" + value))
                .collect(Collectors.joining(" "));
    }

    List<String> words() {
        return words;
    }
}
