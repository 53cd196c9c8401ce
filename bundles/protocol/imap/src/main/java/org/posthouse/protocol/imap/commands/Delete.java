package org.posthouse.protocol.imap.commands;

import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Mailboxes;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Task;

/** DELETE, RFC 3501 §6.3.4. What lies below stays, and the name with it as one that cannot be selected. */
record Delete() implements Command {
    @Override
    public String name() {
        return "DELETE";
    }

    @Override
    public Allowed allowed() {
        return Allowed.AFTER_LOGIN;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        String mailbox = in.space().mailbox();
        return Command.ending(in, (session, out) -> delete(session, mailbox));
    }

    private static Completion delete(Session session, String name) throws MailException {
        if (Names.isInbox(name)) {
            return Completion.no("CANNOT", "INBOX stays");
        }
        Mailboxes all = session.services().store().mailboxes(session.account());
        Optional<Mailbox> mailbox = all.named(name);
        if (mailbox.isEmpty()) {
            boolean level = all.all().stream().anyMatch(other -> Names.isBelow(other.name(), name));
            return level
                    ? Completion.no("CANNOT", "There are mailboxes below")
                    : Completion.no("NONEXISTENT", "No such mailbox");
        }
        String id = mailbox.get().id();
        session.commit(List.of(new StoreOp.DeleteMailbox(id)));
        if (session.mailbox().filter(open -> open.mailboxId().equals(id)).isPresent()) {
            session.deselect();
        }
        return Completion.ok("DELETE completed");
    }
}
