package org.posthouse.console.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Directory;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.config.Configurations.Setting;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Listeners;
import org.posthouse.api.plugin.PlugIns;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Mailbox;
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
                        "KIND [OF]",
                        "print the names there are of a kind, for a shell to complete: "
                                + String.join(", ", Names.all())
                                + "; mailboxes are those OF an account, and settings those OF a PID",
                        NameCommands::run)
                .with(Trait.LOOKS);
    }

    private static int run(Call call) throws MailException, UsageException, IOException {
        String word = call.word(0);
        Names kind = Stream.of(Names.values())
                .filter(each -> each.text().equals(word))
                .findFirst()
                .orElseThrow(() -> new UsageException("'" + word + "' is none of " + String.join(", ", Names.all())));
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

    private static List<String> names(Call call, Names kind) throws MailException, UsageException {
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
            case MAILBOXES -> {
                Account account = AccountCommands.find(call, Call.address(of(call, kind)));
                yield texts(call.ask(MailStore.class, store -> store.mailboxes(account.id())).all().stream()
                        .map(Mailbox::name));
            }
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
            case SETTINGS ->
                ConfigCommands.find(call, of(call, kind)).settings().stream()
                        .flatMap(NameCommands::values)
                        .toList();
        };
    }

    private static String of(Call call, Names kind) throws UsageException {
        if (call.words().size() < 2) {
            throw new UsageException(kind.text() + " are those of something: OF is missing");
        }
        return call.word(1);
    }

    /** {@code key=value} for each value that it may have; {@code key=} where they cannot be listed. */
    private static Stream<String> values(Setting setting) {
        List<String> values = setting.type().equalsIgnoreCase("boolean")
                ? List.of("true", "false")
                : setting.options().stream().map(Configurations.Option::value).toList();
        return values.isEmpty()
                ? Stream.of(setting.id() + "=")
                : values.stream().map(value -> setting.id() + "=" + value);
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
