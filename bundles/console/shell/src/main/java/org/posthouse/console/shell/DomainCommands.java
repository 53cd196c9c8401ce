package org.posthouse.console.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Directory;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse domain …}: the domains whose mail is ours. */
final class DomainCommands {
    private DomainCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of("domain add", "NAME", "make a domain ours", DomainCommands::add),
                Command.of("domain remove", "NAME", "give up an empty domain", DomainCommands::remove),
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
                int accounts = directory.accounts(Optional.of(domain)).size();
                table.row(domain, accounts);
                rows.add(fields("name", domain, "accounts", accounts));
            }
            return rows;
        });
        call.answer(json, table);
        return Commands.DONE;
    }

    private static int show(Call call) throws MailException, IOException {
        String name = call.word(0).toLowerCase(java.util.Locale.ROOT);
        Table table = new Table("ADDRESS", "IS").whenEmpty(name + " has neither accounts nor aliases.");
        Object json = call.ask(Directory.class, directory -> {
            List<String> accounts = new ArrayList<>();
            for (Account account : directory.accounts(Optional.of(name))) {
                accounts.add(account.address().toString());
                table.row(account.address(), account.enabled() ? "account" : "account, disabled");
            }
            Map<String, Object> aliases = new LinkedHashMap<>();
            directory.aliases().forEach((alias, targets) -> {
                if (alias.domain().equals(name)) {
                    aliases.put(alias.toString(), targets);
                    table.row(alias, "alias of " + join(targets));
                }
            });
            return fields("name", name, "accounts", accounts, "aliases", aliases);
        });
        call.answer(json, table);
        return Commands.DONE;
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
