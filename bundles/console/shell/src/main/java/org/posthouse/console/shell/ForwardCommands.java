package org.posthouse.console.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Directory;
import org.posthouse.api.account.Forward;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;

/** {@code posthouse forward …}: where an account's mail goes on to. */
final class ForwardCommands {
    private static final Option KEEP = Option.flag("--keep-copy", "leave a copy in the account's own mailbox");

    private ForwardCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of(
                        "forward set",
                        "ADDRESS TARGET…",
                        "send an account's mail on to others",
                        List.of(KEEP),
                        ForwardCommands::set),
                Command.of("forward clear", "ADDRESS", "leave an account's mail with it", ForwardCommands::clear));
    }

    private static int set(Call call) throws MailException, UsageException, IOException {
        List<Address> targets = new ArrayList<>();
        for (String word : call.words().subList(1, call.words().size())) {
            targets.add(Call.address(word));
        }
        boolean keep = call.options().has("--keep-copy");
        Account account = AccountCommands.find(call, call.address(0));
        if (targets.contains(account.address())) {
            throw new UsageException("an account's mail is not sent on to itself; --keep-copy leaves a copy with it");
        }
        change(call, account.change().forward(new Forward(targets, keep)).build());
        call.done("mail for " + account.address() + " goes on to " + DomainCommands.join(targets)
                + (keep ? ", and a copy stays" : "") + DeadEnds.of(call, account.address()));
        return Commands.DONE;
    }

    private static int clear(Call call) throws MailException, UsageException, IOException {
        Account account = AccountCommands.find(call, call.address(0));
        if (account.forward().isEmpty()) {
            throw Call.refused("mail for " + account.address() + " is not sent on; 'posthouse account show "
                    + account.address() + "' shows it");
        }
        change(call, account.change().noForward().build());
        call.done("mail for " + account.address() + " stays with it");
        return Commands.DONE;
    }

    private static void change(Call call, Account changed) throws MailException {
        call.ask(Directory.class, directory -> {
            directory.change(changed);
            return true;
        });
    }
}
