package org.posthouse.console.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Directory;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse domain …}: the domains whose mail is ours. */
final class DomainCommands {
    private static final int MOST_ALIASES = 1_000_000;

    private DomainCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of("domain add", "NAME", "make a domain ours", DomainCommands::add),
                Command.of(
                        "domain remove",
                        "NAME",
                        "give up a domain that has no accounts, with its aliases",
                        List.of(Option.YES),
                        DomainCommands::remove),
                Command.of("domain list", "", "list our domains", DomainCommands::list)
                        .with(Trait.LOOKS),
                Command.of("domain show", "NAME", "show a domain's accounts and aliases", DomainCommands::show)
                        .with(Trait.LOOKS));
    }

    private static int add(Call call) throws MailException, IOException {
        String name = call.word(0);
        call.ask(Directory.class, directory -> {
            directory.addDomain(name);
            return true;
        });
        call.done(name + " is ours now");
        return Commands.DONE;
    }

    private static int remove(Call call) throws MailException, IOException {
        String name = call.word(0);
        mustBeOurs(call, name);
        if (call.asks()) {
            long aliases = call.ask(Directory.class, directory -> directory.searchAliases(Optional.of(name), "", 0, 1))
                    .all();
            call.confirm(name + " will be no longer ours, and "
                    + (aliases == 0
                            ? "it has no aliases"
                            : aliases == 1
                                    ? "its alias will go with it"
                                    : "its " + aliases + " aliases will go with it"));
        }
        call.ask(Directory.class, directory -> {
            directory.removeDomain(name);
            return true;
        });
        call.done(name + " is no longer ours");
        return Commands.DONE;
    }

    private static int list(Call call) throws MailException, IOException {
        Table table = new Table("DOMAIN", "ACCOUNTS").whenEmpty("There are no domains: posthouse domain add NAME");
        List<Object> json = call.ask(Directory.class, directory -> {
            List<Object> rows = new ArrayList<>();
            for (String domain : directory.domains()) {
                int accounts = directory.search(Optional.of(domain), "", 0, 1).all();
                table.row(domain, accounts);
                rows.add(fields("name", domain, "accounts", accounts));
            }
            return rows;
        });
        call.answer(json, table);
        return Commands.DONE;
    }

    private static int show(Call call) throws MailException, IOException {
        String name = Address.canonical(call.word(0));
        Table table = new Table("ADDRESS", "IS").whenEmpty(name + " has neither accounts nor aliases.");
        mustBeOurs(call, name);
        Object json = call.ask(Directory.class, directory -> {
            List<String> accounts = new ArrayList<>();
            for (Account account : directory.accounts(Optional.of(name))) {
                accounts.add(account.address().toString());
                table.row(account.address(), account.enabled() ? "account" : "account, disabled");
            }
            Map<String, Object> aliases = new LinkedHashMap<>();
            directory
                    .searchAliases(Optional.of(name), "", 0, MOST_ALIASES)
                    .aliases()
                    .forEach((alias, targets) -> {
                        aliases.put(alias.toString(), targets);
                        table.row(alias, "alias of " + join(targets));
                    });
            return fields("name", name, "accounts", accounts, "aliases", aliases);
        });
        call.answer(json, table);
        return Commands.DONE;
    }

    /** @throws MailException if mail for this domain is not ours */
    static void mustBeOurs(Call call, String domain) throws MailException {
        if (!call.ask(Directory.class, Directory::domains).contains(Address.canonical(domain))) {
            throw Call.refused(domain + " is no domain of ours; 'posthouse domain list' shows those there are");
        }
    }

    /** Several as people write them. */
    static String join(List<?> values) {
        return String.join(", ", values.stream().map(Object::toString).toList());
    }

    /** Names and values in turn, in this order. */
    static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return fields;
    }
}
