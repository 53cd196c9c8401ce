package org.posthouse.protocol.imap.commands;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Snapshot;
import org.posthouse.lib.wire.imap.Flags;
import org.posthouse.lib.wire.imap.ImapReader;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.ImapWriter;
import org.posthouse.lib.wire.imap.StatusItem;
import org.posthouse.protocol.imap.session.Completion;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.protocol.imap.session.Task;
import org.posthouse.spi.protocol.Output;

/** STATUS, RFC 3501 §6.3.10: nothing is changed by asking. */
record Status() implements Command {
    @Override
    public String name() {
        return "STATUS";
    }

    @Override
    public Allowed allowed() {
        return Allowed.AFTER_LOGIN;
    }

    @Override
    public Task parse(ImapReader in) throws ImapSyntaxException {
        String mailbox = in.space().mailbox();
        List<StatusItem> items = in.space().list(StatusItem::read);
        if (items.isEmpty()) {
            throw new ImapSyntaxException("Expected status items");
        }
        return Command.ending(in, (session, out) -> tell(mailbox, new LinkedHashSet<>(items), session, out));
    }

    private static Completion tell(String name, Set<StatusItem> items, Session session, Output out)
            throws MailException {
        Optional<Mailbox> mailbox = session.named(name);
        if (mailbox.isEmpty()) {
            return Completion.no("NONEXISTENT", "No such mailbox");
        }
        MailStore store = session.services().store();
        String id = mailbox.get().id();
        long firstRecent = store.takeRecent(session.account(), id, true);
        Snapshot snapshot = store.read(session.account(), id);
        ImapWriter writer = new ImapWriter();
        writer.raw("* STATUS ").mailbox(name).space().open();
        boolean first = true;
        for (StatusItem item : items) {
            writer.raw(first ? "" : " ").raw(item.name()).space().number(value(item, snapshot, firstRecent));
            first = false;
        }
        out.bytes(writer.close().line().take());
        return Completion.ok("STATUS completed");
    }

    private static long value(StatusItem item, Snapshot snapshot, long firstRecent) {
        return switch (item) {
            case MESSAGES -> snapshot.count();
            case UIDNEXT -> snapshot.uidNext();
            case UIDVALIDITY -> snapshot.uidValidity();
            case UNSEEN ->
                IntStream.range(0, snapshot.count())
                        .filter(i -> !snapshot.has(i, Flags.SEEN))
                        .count();
            case RECENT -> {
                int index = snapshot.indexOf(firstRecent);
                yield snapshot.count() - (index < 0 ? -index - 1 : index);
            }
        };
    }
}
