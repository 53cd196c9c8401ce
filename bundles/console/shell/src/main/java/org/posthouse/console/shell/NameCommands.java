package org.posthouse.console.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.posthouse.api.account.Directory;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Listeners;
import org.posthouse.api.plugin.PlugIns;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse completion names}: what there is of a kind, for a shell that completes a line. */
final class NameCommands {
    /** What a shell would take for something else in the midst of a line is not offered to it. */
    private static final Pattern HARMLESS = Pattern.compile("[\\p{L}\\p{N}._%+=@~:/-]+");

    private static final int MOST = 2_000;

    private NameCommands() {}

    static Command command() {
        return Command.of(
                        "completion names",
                        "KIND",
                        "print the names there are of a kind, for a shell to complete: "
                                + String.join(", ", Kind.names()),
                        NameCommands::run)
                .with(Trait.LOOKS);
    }

    /** What words of commands can be names of. */
    enum Kind {
        ACCOUNTS,
        ALIASES,
        CHANGES,
        CONNECTIONS,
        DOMAINS,
        PIDS,
        PLUGINS,
        QUEUE,
        ROUTES,
        SERVICES;

        static List<String> names() {
            return Stream.of(values()).map(Kind::text).toList();
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What each argument of a command names; empty for one that names nothing there is. */
    static List<Optional<Kind>> kinds(Command command) {
        if (command.arguments().isEmpty()) {
            return List.of();
        }
        return Stream.of(command.arguments().split(" "))
                .map(argument -> kind(command, argument.replaceAll("[\\[\\]…]", "")))
                .toList();
    }

    private static Optional<Kind> kind(Command command, String argument) {
        Map<String, Kind> ids = Map.of(
                "queue", Kind.QUEUE, "trace", Kind.QUEUE, "connections", Kind.CONNECTIONS, "config", Kind.CHANGES);
        Map<String, Kind> names = Map.of("plugin", Kind.PLUGINS, "filter", Kind.PLUGINS, "domain", Kind.DOMAINS);
        boolean made = command.path().endsWith(" add");
        return switch (argument) {
            case "ADDRESS" -> made ? Optional.empty() : Optional.of(Kind.ACCOUNTS);
            case "TARGET" -> Optional.of(Kind.ACCOUNTS);
            case "ALIAS" -> Optional.of(Kind.ALIASES);
            case "DOMAIN" -> Optional.of(Kind.DOMAINS);
            case "DOMAIN|*" -> Optional.of(Kind.ROUTES);
            case "PID" -> Optional.of(Kind.PIDS);
            case "SERVICE" -> Optional.of(Kind.SERVICES);
            case "ID" -> Optional.ofNullable(ids.get(command.noun()));
            case "NAME" -> made ? Optional.empty() : Optional.ofNullable(names.get(command.noun()));
            default -> Optional.empty();
        };
    }

    private static int run(Call call) throws MailException, UsageException, IOException {
        String word = call.word(0);
        Kind kind = Stream.of(Kind.values())
                .filter(each -> each.text().equals(word))
                .findFirst()
                .orElseThrow(() -> new UsageException("'" + word + "' is none of " + String.join(", ", Kind.names())));
        List<String> names = names(call, kind).stream()
                .filter(name -> HARMLESS.matcher(name).matches())
                .limit(MOST)
                .toList();
        if (call.options().has(Option.JSON.name())) {
            Json.print(names, call.terminal().output());
        } else {
            call.terminal().print(String.join("\n", names) + (names.isEmpty() ? "" : "\n"));
        }
        return Commands.DONE;
    }

    private static List<String> names(Call call, Kind kind) throws MailException {
        return switch (kind) {
            case ACCOUNTS ->
                texts(call.ask(Directory.class, directory -> directory.accounts(Optional.empty())).stream()
                        .map(account -> account.address()));
            case ALIASES -> texts(call.ask(Directory.class, Directory::aliases).keySet().stream());
            case CHANGES ->
                texts(call.ask(Configurations.class, all -> all.history(Optional.empty())).stream()
                        .map(Configurations.Change::id));
            case CONNECTIONS ->
                texts(call.ask(Listeners.class, Listeners::connections).stream()
                        .map(connection -> connection.client().id()));
            case DOMAINS -> List.copyOf(call.ask(Directory.class, Directory::domains));
            case PIDS -> call.ask(Configurations.class, Configurations::pids);
            case PLUGINS -> plugIns(call);
            case QUEUE ->
                texts(call.ask(MailQueue.class, MailQueue::list).stream().map(mail -> mail.id()));
            case ROUTES ->
                texts(call.ask(Configurations.class, RouteCommands::routes).stream()
                        .map(Relay::domain));
            case SERVICES ->
                texts(call.ask(Listeners.class, Listeners::services).stream()
                        .map(Listeners.Service::protocol)
                        .distinct());
        };
    }

    private static List<String> texts(Stream<?> values) {
        return values.map(Object::toString).toList();
    }

    /** The last part of each name, where that is unique. */
    private static List<String> plugIns(Call call) throws MailException {
        List<String> all = call.ask(PlugIns.class, PlugIns::list).stream()
                .map(PlugIns.PlugIn::name)
                .distinct()
                .toList();
        List<String> names = new ArrayList<>();
        for (String name : all) {
            String last = name.substring(name.lastIndexOf('.') + 1);
            boolean unique =
                    all.stream().filter(each -> each.endsWith("." + last)).count() == 1;
            names.add(unique ? last : name);
        }
        return names;
    }
}
