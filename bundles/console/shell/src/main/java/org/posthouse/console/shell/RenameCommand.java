package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Directory;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;

/** {@code posthouse account rename}: another address for the same account, its mail, and whatever names it. */
final class RenameCommand {
    private static final Option KEEP =
            Option.flag("--keep-address", "leave the former address as an alias, so that mail for it still comes");

    private RenameCommand() {}

    static Command command() {
        return Command.of(
                "account rename",
                "ADDRESS NEW",
                "give an account another address; mail, aliases and forwards follow it",
                List.of(KEEP),
                RenameCommand::run);
    }

    private static int run(Call call) throws MailException, UsageException, IOException {
        Address former = call.address(0);
        Account renamed = AccountCommands.find(call, former)
                .change()
                .address(call.address(1))
                .build();
        boolean keep = call.options().has(KEEP.name());
        if (keep && former.equals(renamed.address())) {
            throw new UsageException("the two addresses are the same");
        }
        List<Address> aliases = call.ask(Directory.class, directory -> {
            directory.change(renamed);
            if (keep) {
                directory.putAlias(former, List.of(renamed.address()));
            }
            return directory.aliases().entrySet().stream()
                    .filter(alias -> alias.getValue().contains(renamed.address()))
                    .map(Map.Entry::getKey)
                    .toList();
        });
        call.answer(
                fields("address", renamed.address(), "former", former, "aliases", aliases),
                former + " is now " + renamed.address()
                        + (aliases.isEmpty() ? "" : "; mail for " + DomainCommands.join(aliases) + " comes to it"));
        return Commands.DONE;
    }
}
