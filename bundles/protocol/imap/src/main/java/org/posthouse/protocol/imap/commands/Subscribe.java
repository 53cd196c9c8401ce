package org.posthouse.protocol.imap.commands;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Task;

/** SUBSCRIBE and UNSUBSCRIBE, RFC 3501 §6.3.6 and §6.3.7: of names, whether or not there is such a mailbox. */
record Subscribe(String name, boolean subscribing) implements Command {
    @Override
    public Allowed allowed() {
        return Allowed.AFTER_LOGIN;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        String mailbox = in.space().mailbox();
        return Command.ending(in, (session, out) -> subscribe(session, mailbox));
    }

    private Completion subscribe(Session session, String mailbox) throws MailException {
        Set<String> names =
                session.services().store().mailboxes(session.account()).subscribed();
        boolean subscribed = names.contains(mailbox);
        Optional<Completion> refusal = subscribing ? Names.refusal(mailbox) : Optional.empty();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (subscribing && !subscribed && names.size() >= session.limits().mailboxes()) {
            return Completion.no("LIMIT", "There are too many subscriptions");
        }
        if (!subscribed && !subscribing) {
            return Completion.no("NONEXISTENT", "Not subscribed");
        }
        if (subscribed != subscribing) {
            session.commit(List.of(new StoreOp.Subscribe(mailbox, subscribing)));
        }
        return Completion.ok(name + " completed");
    }
}
