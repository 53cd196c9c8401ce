package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.List;
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
        Address address = call.address(1);
        Account account = AccountCommands.find(call, former);
        boolean keep = call.options().has(KEEP.name());
        if (keep && former.equals(address)) {
            throw new UsageException("the two addresses are the same");
        }
        List<Address> aliases = call.ask(Directory.class, directory -> {
            directory.rename(account, address, keep);
            return directory.aliasesOf(address);
        });
        call.answer(
                fields("address", address, "former", former, "aliases", aliases),
                former + " is now " + address
                        + (aliases.isEmpty() ? "" : "; mail for " + DomainCommands.join(aliases) + " comes to it"));
        return Commands.DONE;
    }
}
