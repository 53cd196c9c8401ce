package org.posthouse.protocol.imap.commands;

import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Task;

/** CLOSE, RFC 3501 §6.4.2, which expunges, and UNSELECT, RFC 3691, which does not. */
record Close(String name, boolean expunging) implements Command {
    @Override
    public Allowed allowed() {
        return Allowed.SELECTED;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        return Command.ending(in, (session, out) -> {
            if (expunging && !session.selected().readOnly()) {
                Expunge.deleted(session, uid -> true);
            }
            session.deselect();
            return Completion.ok(name + " completed");
        });
    }
}
