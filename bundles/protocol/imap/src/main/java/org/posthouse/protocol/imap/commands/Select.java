package org.posthouse.protocol.imap.commands;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Snapshot;
import org.posthouse.lib.wire.imap.Flags;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Selected;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Task;
import org.posthouse.spi.protocol.Output;

/** SELECT and EXAMINE, RFC 3501 §6.3.1 and §6.3.2. */
record Select(String name, boolean readOnly) implements Command {
    @Override
    public Allowed allowed() {
        return Allowed.AFTER_LOGIN;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        String mailbox = in.space().mailbox();
        return Command.ending(in, (session, out) -> open(mailbox, session, out));
    }

    private Completion open(String mailboxName, Session session, Output out) throws MailException {
        session.deselect();
        Optional<Mailbox> mailbox = session.named(mailboxName);
        if (mailbox.isEmpty()) {
            return Completion.no("NONEXISTENT", "No such mailbox");
        }
        String id = mailbox.get().id();
        MailStore store = session.services().store();
        long firstRecent = store.takeRecent(session.account(), id, readOnly);
        Snapshot snapshot = store.read(session.account(), id);
        Selected selected = Selected.over(snapshot, firstRecent, readOnly);
        session.select(selected);
        tell(snapshot, selected, out);
        return Completion.ok(readOnly ? "READ-ONLY" : "READ-WRITE", name + " completed");
    }

    private void tell(Snapshot snapshot, Selected selected, Output out) {
        out.line("* FLAGS " + selected.keywords().flags());
        out.line("* " + snapshot.count() + " EXISTS");
        out.line("* " + selected.recent().count(selected.view()) + " RECENT");
        int unseen = firstUnseen(snapshot);
        if (unseen < snapshot.count()) {
            out.line("* OK [UNSEEN " + (unseen + 1) + "] First message not seen");
        }
        out.line("* OK [PERMANENTFLAGS " + selected.keywords().permanentFlags(readOnly) + "] Flags that are kept");
        out.line("* OK [UIDNEXT " + snapshot.uidNext() + "] Next UID");
        out.line("* OK [UIDVALIDITY " + snapshot.uidValidity() + "] UIDs are valid");
    }

    /** Behind the last message if all are seen. Most messages share a few sets of flags. */
    private static int firstUnseen(Snapshot snapshot) {
        // Nobody else has this one.
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < snapshot.count(); i++) {
            Set<String> flags = snapshot.flags(i);
            if (flags != seen && !snapshot.has(i, Flags.SEEN)) {
                return i;
            }
            seen = flags;
        }
        return snapshot.count();
    }
}
