package org.posthouse.protocol.imap.session;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.LongPredicate;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Changes;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.Snapshot;
import org.posthouse.lib.wire.imap.NumberSet;

/**
 * The selected mailbox: what the client knows of it, and what it is still to be told. Values only; the store is asked anew each time.
 */
public final class Selected {
    private final String mailboxId;
    private final boolean readOnly;
    private final Told told;
    private ModSeq seen;
    /** UIDs whose flags the client is to be told. */
    private final Deque<Long> reflagged = new ArrayDeque<>();
    /** Whether the view has messages that are gone. */
    private boolean shrunk;
    /** Whether messages have come that are not in the view. */
    private boolean grown;

    /** What the client has been told of a mailbox. */
    public record Told(View view, Recent recent, Keywords keywords) {}

    public Selected(String mailboxId, boolean readOnly, Told told, ModSeq seen) {
        this.mailboxId = mailboxId;
        this.readOnly = readOnly;
        this.told = told;
        this.seen = seen;
    }

    /** A mailbox just opened: all of it is known to the client, and recent from this UID on. */
    public static Selected over(Snapshot snapshot, long firstRecent, boolean readOnly) {
        Told all = new Told(new View(), new Recent(), new Keywords(snapshot.keywords()));
        all.view.append(snapshot);
        all.recent.add(firstRecent, all.view.lastUid());
        return new Selected(snapshot.mailboxId(), readOnly, all, snapshot.modSeq());
    }

    /** With what is to be told, as {@link #untold} gave it. */
    public void owe(NumberSet uids, boolean someGone, boolean someCame) {
        for (long uid : uids.toArray()) {
            reflagged.add(uid);
        }
        shrunk |= someGone;
        grown |= someCame;
    }

    public String mailboxId() {
        return mailboxId;
    }

    public boolean readOnly() {
        return readOnly;
    }

    public View view() {
        return told.view;
    }

    public Recent recent() {
        return told.recent;
    }

    public Keywords keywords() {
        return told.keywords;
    }

    /** Up to where the client's view is known to agree with the store, but for what is owed. */
    public ModSeq seen() {
        return seen;
    }

    /** UIDs whose flags are to be told. */
    public NumberSet untold() {
        long[] uids = reflagged.stream()
                .mapToLong(Long::longValue)
                .sorted()
                .distinct()
                .toArray();
        return NumberSet.of(uids);
    }

    public boolean shrunk() {
        return shrunk;
    }

    public boolean grown() {
        return grown;
    }

    public Snapshot read(Session session) throws MailException {
        return session.services().store().read(session.account(), mailboxId);
    }

    /** Learns what has changed in the store; flags of messages that the client knows to be so already are passed over. */
    public void learn(Session session, LongPredicate known) throws MailException {
        MailStore store = session.services().store();
        Changes changes = store.since(session.account(), mailboxId, seen);
        long[] changed = changes.reflagged();
        if (changes.complete()) {
            shrunk |= changes.expunged().length > 0;
            grown |= changes.added().length > 0;
            seen = changes.upTo();
        } else {
            Snapshot now = store.read(session.account(), mailboxId);
            ModSeq before = seen;
            changed = Arrays.stream(told.view.uids().toArray())
                    .filter(uid -> now.indexOf(uid) >= 0
                            && now.modSeq(now.indexOf(uid)).compareTo(before) > 0)
                    .toArray();
            shrunk = true;
            grown = true;
            seen = now.modSeq();
        }
        for (long uid : changed) {
            if (told.view.number(uid) > 0 && !known.test(uid)) {
                reflagged.add(uid);
            }
        }
    }

    /** The next UID whose flags are to be told; the caller tells it. */
    long nextUntold() {
        return reflagged.remove();
    }

    boolean hasUntold() {
        return !reflagged.isEmpty();
    }

    void told(boolean goneMessages, boolean newMessages) {
        shrunk &= !goneMessages;
        grown &= !newMessages;
    }
}
