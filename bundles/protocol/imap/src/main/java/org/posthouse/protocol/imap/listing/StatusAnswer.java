package org.posthouse.protocol.imap.listing;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Snapshot;
import org.posthouse.lib.wire.imap.Flags;
import org.posthouse.lib.wire.imap.ImapWriter;
import org.posthouse.lib.wire.imap.StatusItem;
import org.posthouse.protocol.imap.session.Session;

/** The response of STATUS, RFC 3501 §7.2.4: nothing is changed by asking. */
public final class StatusAnswer {
    private final Map<StatusItem, Long> values;
    private final List<StatusItem> order;

    private StatusAnswer(List<StatusItem> order, Map<StatusItem, Long> values) {
        this.order = order;
        this.values = values;
    }

    /** Looks these items up; all that can fail comes before the first octet is written. */
    public static StatusAnswer of(Mailbox mailbox, List<StatusItem> items, Session session) throws MailException {
        MailStore store = session.services().store();
        long firstRecent = items.contains(StatusItem.RECENT)
                ? store.takeRecent(session.account(), mailbox.id(), true)
                : Long.MAX_VALUE;
        Snapshot snapshot = store.read(session.account(), mailbox.id());
        Map<StatusItem, Long> values = new EnumMap<>(StatusItem.class);
        for (StatusItem item : items) {
            values.put(item, value(item, snapshot, firstRecent, session));
        }
        return new StatusAnswer(items, values);
    }

    private static long value(StatusItem item, Snapshot snapshot, long firstRecent, Session session) {
        IntStream all = IntStream.range(0, snapshot.count());
        return switch (item) {
            case MESSAGES -> snapshot.count();
            case UIDNEXT -> snapshot.uidNext();
            case UIDVALIDITY -> snapshot.uidValidity();
            case UNSEEN -> all.filter(i -> !snapshot.has(i, Flags.SEEN)).count();
            case RECENT -> all.filter(i -> snapshot.uid(i) >= firstRecent).count();
            case SIZE -> all.mapToLong(snapshot::size).sum();
            case APPENDLIMIT -> session.limits().append();
        };
    }

    /** Under the name by which it was asked for. */
    public void write(String name, ImapWriter writer) {
        writer.raw("* STATUS ").mailbox(name).space().open();
        for (int i = 0; i < order.size(); i++) {
            writer.raw(i == 0 ? "" : " ").raw(order.get(i).name()).space().number(values.get(order.get(i)));
        }
        writer.close().line();
    }
}
