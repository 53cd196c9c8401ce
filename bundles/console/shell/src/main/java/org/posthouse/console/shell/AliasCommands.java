package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.posthouse.api.account.Directory;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse alias …}: addresses that stand for others. */
final class AliasCommands {
    private static final Option REPLACE = Option.flag("--replace", "instead of what it has stood for");

    private AliasCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of(
                        "alias add",
                        "ALIAS TARGET…",
                        "let an address stand for others",
                        List.of(REPLACE),
                        AliasCommands::add),
                Command.of("alias remove", "ALIAS", "remove an alias", AliasCommands::remove),
                Command.of("alias list", "", "list the aliases", AliasCommands::list)
                        .with(Trait.LOOKS));
    }

    private static int add(Call call) throws MailException, UsageException, IOException {
        Address alias = call.address(0);
        List<Address> targets = new ArrayList<>();
        for (String word : call.words().subList(1, call.words().size())) {
            targets.add(Call.address(word));
        }
        boolean replace = call.options().has(REPLACE.name());
        call.ask(Directory.class, directory -> {
            if (replace) {
                directory.putAlias(alias, targets);
                return true;
            }
            try {
                directory.addAlias(alias, targets);
                return true;
            } catch (MailException e) {
                throw e.kind() == MailException.Kind.CONFLICT
                        ? Call.refused(e.getMessage() + "; --replace lets it stand for these alone")
                        : e;
            }
        });
        call.done(alias + " stands for " + DomainCommands.join(targets) + DeadEnds.of(call, alias));
        return Commands.DONE;
    }

    private static int remove(Call call) throws MailException, UsageException, IOException {
        Address alias = call.address(0);
        if (!call.ask(Directory.class, directory -> directory.removeAlias(alias))) {
            throw Call.refused("there is no alias " + alias + "; 'posthouse alias list' shows those there are");
        }
        call.done(alias + " is gone");
        return Commands.DONE;
    }

    private static int list(Call call) throws MailException, IOException {
        Table table =
                new Table("ALIAS", "STANDS FOR").whenEmpty("There are no aliases: posthouse alias add ALIAS TARGET");
        List<Object> json = new ArrayList<>();
        call.ask(Directory.class, Directory::aliases).forEach((alias, targets) -> {
            table.row(alias, DomainCommands.join(targets));
            json.add(fields("alias", alias, "targets", targets));
        });
        call.answer(json, table);
        return Commands.DONE;
    }
}
