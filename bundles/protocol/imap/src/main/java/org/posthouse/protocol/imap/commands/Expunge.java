package org.posthouse.protocol.imap.commands;

import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.wire.imap.Flags;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.NumberSet;
import org.posthouse.lib.wire.imap.SequenceSet;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Task;

/** EXPUNGE, RFC 3501 §6.4.3, and UID EXPUNGE, RFC 4315 §2.1. What is gone then is told as after any command. */
record Expunge() implements Command {
    @Override
    public String name() {
        return "EXPUNGE";
    }

    @Override
    public Allowed allowed() {
        return Allowed.SELECTED;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        return Command.ending(in, (session, out) -> expunge(session, uid -> true));
    }

    @Override
    public Task parseUid(ImapReader in) throws ImapSyntaxException {
        SequenceSet set = SequenceSet.read(in.space());
        return Command.ending(in, (session, out) -> {
            NumberSet wanted = set.upTo(Math.max(1, session.selected().view().lastUid()));
            return expunge(session, wanted::contains);
        });
    }

    private static Completion expunge(Session session, LongPredicate wanted) throws MailException {
        Optional<Completion> refusal = ClientBugs.readOnly(session.selected());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        deleted(session, wanted);
        return Completion.ok("EXPUNGE completed");
    }

    /** Removes the wanted messages among those marked as deleted. */
    static void deleted(Session session, LongPredicate wanted) throws MailException {
        Snapshot snapshot = session.selected().read(session);
        long[] uids = IntStream.range(0, snapshot.count())
                .filter(i -> snapshot.has(i, Flags.DELETED))
                .mapToLong(snapshot::uid)
                .filter(wanted)
                .toArray();
        if (uids.length > 0) {
            session.commit(List.of(new StoreOp.Expunge(snapshot.mailboxId(), uids)));
        }
    }
}
