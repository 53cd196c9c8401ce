package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse relay …} and {@code posthouse block …}: two lists in the configuration of the access filter. */
final class AccessCommands {
    private static final String PID = "org.posthouse.filter.access";

    private AccessCommands() {}

    static List<Command> all() {
        List<Command> commands = new ArrayList<>();
        commands.add(Command.of(
                "relay allow",
                "CIDR|HOST|DOMAIN",
                "let these clients send to anybody without a login",
                call -> add(call, "relay", " may relay now")));
        commands.add(Command.of(
                "relay remove",
                "CIDR|HOST|DOMAIN",
                "take that back",
                call -> remove(call, "relay", " may not relay any more")));
        commands.add(Command.of(
                        "relay list",
                        "",
                        "list who may relay without a login",
                        call -> list(call, "relay", "Nobody relays without a login."))
                .with(Trait.LOOKS));
        commands.add(Command.of(
                "block add",
                "CIDR|HOST|DOMAIN|ADDRESS",
                "refuse mail from these clients or senders",
                call -> add(call, "block", " is refused now")));
        commands.add(Command.of(
                "block remove",
                "CIDR|HOST|DOMAIN|ADDRESS",
                "take that back",
                call -> remove(call, "block", " is not refused any more")));
        commands.add(
                Command.of("block list", "", "list whom we refuse", call -> list(call, "block", "Nobody is refused."))
                        .with(Trait.LOOKS));
        return commands;
    }

    private static int add(Call call, String list, String sentence) throws MailException, UsageException, IOException {
        String entry = call.word(0).strip().toLowerCase(Locale.ROOT);
        AccessEntry.check(entry, list.equals("relay"));
        List<String> entries = new ArrayList<>(entries(call, list));
        if (!entries.contains(entry)) {
            entries.add(entry);
            set(call, list, entries);
        }
        call.done(entry + sentence);
        return Commands.DONE;
    }

    private static int remove(Call call, String list, String sentence) throws MailException, IOException {
        String entry = call.word(0).strip().toLowerCase(Locale.ROOT);
        List<String> entries = new ArrayList<>(entries(call, list));
        if (!entries.remove(entry)) {
            throw Call.refused(entry + " is not in that list; 'posthouse " + list + " list' shows it");
        }
        set(call, list, entries);
        call.done(entry + sentence);
        return Commands.DONE;
    }

    private static int list(Call call, String list, String whenEmpty) throws MailException, IOException {
        List<String> entries = entries(call, list);
        Table table = new Table("ENTRY").whenEmpty(whenEmpty);
        entries.forEach(table::row);
        call.answer(entries.stream().map(entry -> fields("entry", entry)).toList(), table);
        return Commands.DONE;
    }

    private static List<String> entries(Call call, String list) throws MailException {
        return call.ask(Configurations.class, configurations -> configurations.show(PID))
                .flatMap(described -> described.setting(list))
                .map(Configurations.Setting::values)
                .orElseThrow(() -> new MailException(
                        MailException.Kind.RETRY,
                        Status.NOT_NOW,
                        "the filter that does this (" + PID + ") is not installed"));
    }

    private static void set(Call call, String list, List<String> entries) throws MailException {
        call.set(PID, Map.of(list, entries));
    }
}
