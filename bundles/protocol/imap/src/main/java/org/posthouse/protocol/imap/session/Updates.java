package org.posthouse.protocol.imap.session;

import java.util.Arrays;
import java.util.Set;
import java.util.StringJoiner;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Snapshot;
import org.posthouse.lib.wire.imap.Flags;
import org.posthouse.lib.wire.imap.ImapWriter;
import org.posthouse.lib.wire.imap.NumberSet;
import org.posthouse.spi.protocol.Output;

/** Tells the client what has changed in the selected mailbox: EXPUNGE, FLAGS, EXISTS, RECENT and FETCH, RFC 3501 §7.2 to §7.4. */
public final class Updates {
    private static final int GATHER = 16 * 1024;

    private final Session session;
    private final Selected mailbox;
    private final Output out;

    public Updates(Session session, Output out) {
        this.session = session;
        this.mailbox = session.selected();
        this.out = out;
    }

    /** Tells what there is; false if the client must read before there is room for the rest. */
    public boolean tell(boolean expungeAllowed) throws MailException {
        mailbox.learn(session, uid -> false);
        boolean shrink = mailbox.shrunk() && expungeAllowed;
        if (!shrink && !mailbox.grown() && !mailbox.hasUntold()) {
            return true;
        }
        Snapshot now = mailbox.read(session);
        if (shrink && !expunged(now)) {
            return false;
        }
        mailbox.told(shrink, false);
        mailbox.keywords().tell(now, mailbox.readOnly(), out);
        if (mailbox.grown()) {
            exists(now);
        }
        mailbox.told(false, true);
        return flags(now);
    }

    /** From the end on, so that no number told is changed by the next; whether all are told. */
    private boolean expunged(Snapshot now) {
        View view = mailbox.view();
        ImapWriter writer = new ImapWriter();
        long[] gone = new long[view.count()];
        int begin = gone.length;
        int number = view.count();
        for (; number > 0 && out.room() > 0; number--) {
            if (now.indexOf(view.uid(number)) < 0) {
                gone[--begin] = number;
                writer.raw("* ").number(number).raw(" EXPUNGE").line();
                flush(writer, GATHER);
            }
        }
        flush(writer, 0);
        view.remove(NumberSet.of(Arrays.copyOfRange(gone, begin, gone.length)));
        return number == 0;
    }

    private void exists(Snapshot now) {
        View view = mailbox.view();
        int before = view.count();
        long last = view.lastUid();
        int index = now.indexOf(last + 1);
        for (int i = index < 0 ? -index - 1 : index; i < now.count(); i++) {
            view.append(now.uid(i));
        }
        if (view.count() == before) {
            return;
        }
        mailbox.recent().add(Math.max(firstRecent(), last + 1), view.lastUid());
        out.line("* " + view.count() + " EXISTS");
        out.line("* " + mailbox.recent().count(view) + " RECENT");
    }

    private long firstRecent() {
        MailStore store = session.services().store();
        try {
            return store.takeRecent(session.account(), mailbox.mailboxId(), mailbox.readOnly());
        } catch (MailException e) {
            // Nobody can say now: then they are not, which RFC 3501 §2.3.2 allows.
            return Long.MAX_VALUE;
        }
    }

    private boolean flags(Snapshot now) {
        ImapWriter writer = new ImapWriter();
        while (mailbox.hasUntold() && out.room() > 0) {
            long uid = mailbox.nextUntold();
            int number = mailbox.view().number(uid);
            int index = now.indexOf(uid);
            if (number > 0 && index >= 0) {
                writer.raw("* ").number(number).raw(" FETCH (UID ").number(uid).raw(" FLAGS ");
                writer.raw(flagList(mailbox, now, index)).close().line();
                flush(writer, GATHER);
            }
        }
        flush(writer, 0);
        return !mailbox.hasUntold();
    }

    /** The flags of a message in parentheses, system flags first, with \Recent where it is. */
    public static String flagList(Selected mailbox, Snapshot snapshot, int index) {
        StringJoiner list = new StringJoiner(" ", "(", ")");
        Set<String> flags = snapshot.flags(index);
        if (!flags.isEmpty()) {
            Flags.SYSTEM.stream().filter(flags::contains).forEach(list::add);
            flags.stream().filter(flag -> !Flags.SYSTEM.contains(flag)).sorted().forEach(list::add);
        }
        if (mailbox.recent().contains(snapshot.uid(index))) {
            list.add(Flags.RECENT);
        }
        return list.toString();
    }

    private void flush(ImapWriter writer, int above) {
        if (writer.size() > above) {
            out.bytes(writer.take());
        }
    }
}
