package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Directory;
import org.posthouse.api.account.Forward;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Client;
import org.posthouse.api.net.Listeners;
import org.posthouse.api.route.Route;
import org.posthouse.api.route.Router;

/**
 * {@code posthouse account offboard}: somebody leaves. He cannot log in from then on, his connections end, and what becomes of new mail
 * is said. His mail stays until the account is removed. Every step may be done again: what is done already stays as it is.
 */
final class OffboardCommand {
    private static final Option FORWARD = Option.of("--forward", "TO", "send new mail on to this address");
    private static final Option COPY = Option.flag("--keep-copy", "with --forward: a copy of it stays here as well");
    private static final Option MAIL = Option.flag("--keep-mail", "new mail goes on coming into its mailbox");
    private static final int LOOKS = 40;
    private static final long LOOK_MILLIS = 100;

    private OffboardCommand() {}

    static Command command() {
        return Command.of(
                "account offboard",
                "ADDRESS",
                "end an account's logins and connections; its mail stays, and new mail is refused unless told otherwise",
                List.of(FORWARD, COPY, MAIL, Option.YES),
                OffboardCommand::run);
    }

    private static int run(Call call) throws MailException, UsageException, IOException {
        Options options = call.options();
        Address address = call.address(0);
        Optional<Address> target = options.has(FORWARD.name())
                ? Optional.of(Call.address(options.value(FORWARD.name()).orElseThrow()))
                : Optional.empty();
        if (options.has(COPY.name()) && target.isEmpty()) {
            throw new UsageException("--keep-copy goes with --forward TO");
        }
        if (options.has(MAIL.name()) && target.isPresent()) {
            throw new UsageException("--keep-mail goes without --forward; say --keep-copy to have both");
        }
        Account account = AccountCommands.find(call, address);
        mustNotBeTheLast(call, account);
        if (target.isPresent()) {
            mustTakeMail(call, account, target.get());
        }
        String mail = target.map(to -> "goes on to " + to + (options.has(COPY.name()) ? ", and a copy stays" : ""))
                .orElse(options.has(MAIL.name()) ? "still comes in" : "is refused");
        if (call.asks()) {
            call.confirm(account.address() + " will not be able to log in, "
                    + Words.count(connections(call, address).size(), "connection") + " will be ended, and new mail "
                    + mail);
        }
        Account changed = closed(account, target, options);
        call.ask(Directory.class, directory -> {
            directory.change(changed);
            return true;
        });
        int closed = close(call, address);
        int left = connections(call, address).size();
        call.answer(
                fields(
                        "address",
                        account.address(),
                        "login",
                        "off",
                        "newMail",
                        target.isPresent() ? "forwarded" : options.has(MAIL.name()) ? "taken" : "refused",
                        "forward",
                        target,
                        "keepCopy",
                        options.has(COPY.name()),
                        "aliases",
                        aliases(call, account),
                        "connectionsClosed",
                        closed,
                        "connectionsLeft",
                        left),
                account.address() + " cannot log in any more, "
                        + Words.count(closed, "connection") + " ended; new mail " + mail
                        + "; what it has stays until 'posthouse account remove " + account.address() + "'");
        if (left > 0) {
            call.terminal()
                    .error("posthouse: " + Words.count(left, "connection")
                            + " of it have not ended yet; give the command again\n");
        }
        return left > 0 ? Commands.PROBLEMS : Commands.DONE;
    }

    /** Somebody must be able to come in and undo it. */
    private static void mustNotBeTheLast(Call call, Account account) throws MailException {
        boolean last = account.administrator()
                && call.ask(Directory.class, directory -> directory.accounts(Optional.empty())).stream()
                        .noneMatch(other -> other.administrator()
                                && other.enabled()
                                && !other.id().equals(account.id()));
        if (last) {
            throw Call.refused(account.address()
                    + " is the last administrator; make another one first: posthouse account set ADDRESS --admin");
        }
    }

    private static void mustTakeMail(Call call, Account account, Address target) throws MailException, UsageException {
        if (target.equals(account.address())) {
            throw new UsageException("its mail cannot be sent on to itself; --keep-mail leaves it with it");
        }
        if (call.ask(Router.class, router -> router.route(target)) instanceof Route.Nobody nobody) {
            throw Call.refused("mail cannot go on to " + target + ": " + nobody.reason());
        }
    }

    private static Account closed(Account account, Optional<Address> target, Options options) {
        Account.Builder changed = account.change().protocols(Set.of()).administrator(false);
        if (target.isPresent()) {
            changed.enabled(true).forward(new Forward(List.of(target.get()), options.has(COPY.name())));
        } else {
            changed.noForward().enabled(options.has(MAIL.name()));
        }
        return changed.build();
    }

    /** Ends its connections and waits until none is seen twice: a login that was let in just before may be a connection after. */
    private static int close(Call call, Address address) throws MailException {
        Set<String> told = new HashSet<>();
        int without = 0;
        for (int look = 0; look < LOOKS; look++) {
            List<String> ids = connections(call, address);
            without = ids.isEmpty() ? without + 1 : 0;
            if (without == 2) {
                break;
            }
            call.ask(Listeners.class, listeners -> {
                ids.stream()
                        .filter(id -> !told.contains(id) && listeners.close(id))
                        .forEach(told::add);
                return true;
            });
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return told.size();
    }

    private static List<String> connections(Call call, Address address) throws MailException {
        List<String> ids = new ArrayList<>();
        for (Listeners.Connection connection : call.ask(Listeners.class, Listeners::connections)) {
            Client client = connection.client();
            if (client.user().filter(address.toString()::equalsIgnoreCase).isPresent()) {
                ids.add(client.id());
            }
        }
        return ids;
    }

    private static List<Address> aliases(Call call, Account account) throws MailException {
        return call.ask(Directory.class, Directory::aliases).entrySet().stream()
                .filter(alias -> alias.getValue().contains(account.address()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
