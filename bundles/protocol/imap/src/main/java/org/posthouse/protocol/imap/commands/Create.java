package org.posthouse.protocol.imap.commands;

import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Mailboxes;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Task;

/** CREATE, RFC 3501 §6.3.3. Levels above need no mailbox of their own: LIST shows them as such. */
record Create() implements Command {
    @Override
    public String name() {
        return "CREATE";
    }

    @Override
    public Allowed allowed() {
        return Allowed.AFTER_LOGIN;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        String mailbox = Names.withoutLastSeparator(in.space().mailbox());
        return Command.ending(in, (session, out) -> create(session, mailbox));
    }

    private static Completion create(Session session, String name) throws MailException {
        Optional<Completion> refusal = Names.refusal(name);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Mailboxes there = session.services().store().mailboxes(session.account());
        if (there.named(name).isPresent()) {
            return Completion.no("ALREADYEXISTS", "There is such a mailbox");
        }
        if (there.all().size() >= session.limits().mailboxes()) {
            return Completion.no("LIMIT", "There are too many mailboxes");
        }
        session.commit(
                List.of(new StoreOp.CreateMailbox(session.services().ids().get(), name)));
        return Completion.ok("CREATE completed");
    }
}
