package org.posthouse.protocol.imap.fetch;

import java.util.ArrayList;
import java.util.List;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Snapshot;
import org.posthouse.lib.wire.imap.FetchItem;
import org.posthouse.lib.wire.imap.ImapDates;
import org.posthouse.lib.wire.imap.ImapWriter;
import org.posthouse.protocol.imap.session.Session;
import org.posthouse.spi.protocol.Output;

/** Answers FETCH for one message after the other. All that can fail comes before the first octet is written. */
public final class MessageAnswer {
    private static final int GATHER = 32 * 1024;
    /** Octets of messages that are asked for together at most: those for which there is room, and the last of them. */
    private static final int TOGETHER = 128 * 1024;
    /** Room for what most often comes after that. */
    private static final int MORE = 4 * 1024;
    /** So many messages need little room at first. */
    private static final int FEW = 8;

    private static final int LITTLE = 512;
    private static final byte[] NOTHING = {};

    private final Session session;
    private final Snapshot snapshot;
    private final List<FetchItem> items;
    private final Output out;
    private final boolean structured;
    private final boolean whole;
    private final Ahead structures;
    private final Ahead messages;
    private final FlagText flags;
    private final ImapWriter writer;

    /** @param uids of the messages that will be answered, in that order */
    public MessageAnswer(Session session, Snapshot snapshot, List<FetchItem> items, long[] uids, Output out) {
        this.session = session;
        this.snapshot = snapshot;
        this.items = List.copyOf(items);
        this.structured = items.stream().anyMatch(MessageAnswer::needsStructure);
        this.whole = items.stream().anyMatch(FetchItem.Octets.class::isInstance);
        MailStore store = session.services().store();
        String mailbox = session.selected().mailboxId();
        this.structures =
                new Ahead(uids, (first, most) -> most, wanted -> store.structures(session.account(), mailbox, wanted));
        this.messages = new Ahead(
                uids,
                (first, most) -> endOfRoom(uids, first, most),
                wanted -> store.messages(session.account(), mailbox, wanted, TOGETHER));
        this.flags = new FlagText(session.selected(), snapshot);
        this.out = out;
        this.writer = new ImapWriter(uids.length > FEW ? GATHER + MORE : LITTLE);
    }

    /** Writes the response for the message at this index of the snapshot; flags are added to it where they have changed by this. */
    public void write(int number, int index, boolean nowSeen) throws MailException {
        List<Piece> pieces = new ArrayList<>();
        long uid = snapshot.uid(index);
        try (Message message = message(uid, snapshot.size(index))) {
            if (structured) {
                message.structure();
            }
            pieces(message, snapshot.size(index), pieces);
            writer.raw("* ").number(number).raw(" FETCH ").open();
            int next = 0;
            for (int i = 0; i < items.size(); i++) {
                writer.raw(i == 0 ? "" : " ");
                if (items.get(i) instanceof FetchItem.Octets octets) {
                    writer.raw(octets.label()).space();
                    pieces.get(next++).write(writer, out);
                } else {
                    plain((FetchItem.Plain) items.get(i), message, index);
                }
            }
            if (nowSeen && !items.contains(FetchItem.Plain.FLAGS)) {
                writer.raw(" FLAGS ").bytes(flags.of(index));
            }
            writer.close().line();
        }
        if (writer.size() > GATHER) {
            flush();
        }
    }

    private Message message(long uid, long size) throws MailException {
        byte[] structure = structured ? structures.of(uid) : NOTHING;
        byte[] octets = whole && size <= Message.TINY ? messages.of(uid) : NOTHING;
        return new Message(session, uid, structure, octets);
    }

    /** Messages beyond what there is room for now would be read in vain. */
    private int endOfRoom(long[] uids, int first, int most) {
        long room = Math.min(TOGETHER - Message.TINY, out.room() - writer.size());
        int end = first;
        do {
            room -= size(uids[end]);
            end++;
        } while (end < most && room > 0 && size(uids[end]) <= Message.TINY);
        return end;
    }

    private long size(long uid) {
        int index = snapshot.indexOf(uid);
        return index < 0 ? 0 : snapshot.size(index);
    }

    /** Whether the client must read before there is room for more. */
    public boolean full() {
        return writer.size() >= out.room();
    }

    /** Hands on what is gathered. */
    public void flush() {
        if (writer.size() > 0) {
            out.bytes(writer.take());
        }
    }

    private void pieces(Message message, long size, List<Piece> pieces) throws MailException {
        Sections sections = new Sections(message, size);
        try {
            for (FetchItem item : items) {
                if (item instanceof FetchItem.Octets octets) {
                    pieces.add(sections.find(octets));
                }
            }
        } catch (MailException | RuntimeException e) {
            pieces.forEach(Piece::close);
            throw e;
        }
    }

    private static boolean needsStructure(FetchItem item) {
        return item == FetchItem.Plain.ENVELOPE
                || item == FetchItem.Plain.BODY
                || item == FetchItem.Plain.BODYSTRUCTURE;
    }

    private void plain(FetchItem.Plain item, Message message, int index) throws MailException {
        switch (item) {
            case UID -> writer.raw("UID ").number(snapshot.uid(index));
            case FLAGS -> writer.raw("FLAGS ").bytes(flags.of(index));
            case INTERNALDATE ->
                writer.raw("INTERNALDATE \"")
                        .raw(ImapDates.print(snapshot.received(index)))
                        .raw("\"");
            case RFC822_SIZE -> writer.raw("RFC822.SIZE ").number(snapshot.size(index));
            case ENVELOPE -> EnvelopeText.write(message.structure().envelope(), writer.raw("ENVELOPE "));
            case BODY ->
                new StructureText(writer.raw("BODY "), false)
                        .write(message.structure().root());
            case BODYSTRUCTURE ->
                new StructureText(writer.raw("BODYSTRUCTURE "), true)
                        .write(message.structure().root());
        }
    }
}
