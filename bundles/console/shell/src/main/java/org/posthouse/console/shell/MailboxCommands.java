package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Actor;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Mailboxes;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse mailbox …}: the mailboxes of an account. Clients that are connected see each change at once. */
final class MailboxCommands {
    private static final Option WITH_MAIL = Option.flag("--with-mail", "also one that has messages in it");

    private MailboxCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of("mailbox list", "ADDRESS", "list the mailboxes of an account", MailboxCommands::list)
                        .with(Trait.LOOKS),
                Command.of("mailbox create", "ADDRESS MAILBOX", "make a mailbox", MailboxCommands::create),
                Command.of(
                        "mailbox rename",
                        "ADDRESS MAILBOX NEW",
                        "give a mailbox another name, and with it those below it",
                        MailboxCommands::rename),
                Command.of(
                        "mailbox remove",
                        "ADDRESS MAILBOX",
                        "remove a mailbox, and with --with-mail all that is in it",
                        List.of(WITH_MAIL, Option.YES),
                        MailboxCommands::remove));
    }

    private static int list(Call call) throws MailException, UsageException, IOException {
        Account account = AccountCommands.find(call, call.address(0));
        Mailboxes mailboxes = call.ask(MailStore.class, store -> store.mailboxes(account.id()));
        Table table = new Table("MAILBOX", "MESSAGES", "UNSEEN", "SIZE", "USE", "UIDVALIDITY").spare("UIDVALIDITY");
        List<Object> json = new ArrayList<>();
        for (Mailbox mailbox : mailboxes.all()) {
            Snapshot snapshot = call.ask(MailStore.class, store -> store.read(account.id(), mailbox.id()));
            long octets = 0;
            int unseen = 0;
            for (int i = 0; i < snapshot.count(); i++) {
                octets += snapshot.size(i);
                unseen += snapshot.has(i, "\\Seen") ? 0 : 1;
            }
            String use = mailboxes.specialUses().getOrDefault(mailbox.name(), "");
            table.row(mailbox.name(), snapshot.count(), unseen, Words.size(octets), use, mailbox.uidValidity());
            json.add(fields(
                    "name", mailbox.name(),
                    "id", mailbox.id(),
                    "messages", snapshot.count(),
                    "unseen", unseen,
                    "size", octets,
                    "specialUse", use,
                    "subscribed", mailboxes.subscribed().contains(mailbox.name()),
                    "uidValidity", mailbox.uidValidity(),
                    "uidNext", snapshot.uidNext()));
        }
        call.answer(json, table);
        return Commands.DONE;
    }

    private static int create(Call call) throws MailException, UsageException, IOException {
        Account account = AccountCommands.find(call, call.address(0));
        String name = call.word(1);
        if (call.ask(MailStore.class, store -> store.mailboxes(account.id()))
                .named(name)
                .isPresent()) {
            throw Call.refused("there is a mailbox " + name + " already; 'posthouse mailbox list " + account.address()
                    + "' shows them");
        }
        commit(
                call,
                account,
                List.of(
                        new StoreOp.CreateMailbox(UUID.randomUUID().toString(), name),
                        new StoreOp.Subscribe(name, true)));
        call.done(account.address() + " has a mailbox " + name + " now");
        return Commands.DONE;
    }

    private static int rename(Call call) throws MailException, UsageException, IOException {
        Account account = AccountCommands.find(call, call.address(0));
        Mailbox mailbox = find(call, account, call.word(1));
        String name = call.word(2);
        if (call.ask(MailStore.class, store -> store.mailboxes(account.id()))
                .named(name)
                .isPresent()) {
            throw Call.refused("there is a mailbox " + name + " already; move the mail there instead: posthouse mail"
                    + " move " + account.address() + " ALL --mailbox ... --to ...");
        }
        List<StoreOp> steps = new ArrayList<>();
        steps.add(new StoreOp.RenameMailbox(mailbox.id(), name));
        if (subscribed(call, account, mailbox)) {
            steps.add(new StoreOp.Subscribe(mailbox.name(), false));
            steps.add(new StoreOp.Subscribe(name, true));
        }
        commit(call, account, steps);
        call.done(mailbox.name() + " of " + account.address() + " is now " + name);
        return Commands.DONE;
    }

    private static int remove(Call call) throws MailException, UsageException, IOException {
        Account account = AccountCommands.find(call, call.address(0));
        Mailbox mailbox = find(call, account, call.word(1));
        int messages = call.ask(MailStore.class, store -> store.read(account.id(), mailbox.id()))
                .count();
        if (messages > 0 && !call.options().has(WITH_MAIL.name())) {
            throw Call.refused(mailbox.name() + " has " + Words.count(messages, "message")
                    + "; move them away, or remove them, too, with --with-mail");
        }
        call.confirm(mailbox.name() + " of " + account.address() + " will be removed, and with it "
                + Words.count(messages, "message") + " for good");
        List<StoreOp> steps = new ArrayList<>();
        steps.add(new StoreOp.DeleteMailbox(mailbox.id()));
        if (subscribed(call, account, mailbox)) {
            steps.add(new StoreOp.Subscribe(mailbox.name(), false));
        }
        commit(call, account, steps);
        call.answer(
                fields("removed", mailbox.name(), "messages", messages),
                mailbox.name() + " of " + account.address() + " is gone, and " + Words.count(messages, "message")
                        + " with it");
        return Commands.DONE;
    }

    private static boolean subscribed(Call call, Account account, Mailbox mailbox) throws MailException {
        return call.ask(MailStore.class, store -> store.mailboxes(account.id()))
                .subscribed()
                .contains(mailbox.name());
    }

    static Mailbox find(Call call, Account account, String name) throws MailException {
        return call.ask(MailStore.class, store -> store.mailboxes(account.id()))
                .named(name)
                .orElseThrow(() -> Call.refused(account.address() + " has no mailbox " + name
                        + "; 'posthouse mailbox list " + account.address() + "' shows them"));
    }

    /** All or nothing, in the name of who gave the command. */
    static void commit(Call call, Account account, List<StoreOp> steps) throws MailException {
        call.ask(MailStore.class, store -> store.by(new Actor.Administrator("command", call.who()))
                .commit(account.id(), "command-" + UUID.randomUUID(), Optional.empty(), steps));
    }
}
