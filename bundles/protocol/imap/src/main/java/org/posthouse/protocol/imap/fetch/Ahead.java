package org.posthouse.protocol.imap.fetch;

import java.util.Arrays;
import java.util.List;
import org.posthouse.api.mail.MailException;
import org.posthouse.protocol.imap.session.Session;

/** Structures of messages that are answered one after the other, asked for several at a time. */
final class Ahead {
    private static final int TOGETHER = 64;
    private static final byte[] UNKNOWN = {};

    private final Session session;
    /** UIDs in the order in which they are asked for. */
    private final long[] uids;

    private List<byte[]> found = List.of();
    /** Where {@link #found} begins. */
    private int first;

    private int next;

    Ahead(Session session, long[] uids) {
        this.session = session;
        this.uids = uids;
    }

    /** What the store has of this message, or nothing: then it must be asked for it by itself. */
    byte[] structure(long uid) throws MailException {
        while (next < uids.length && uids[next] != uid) {
            next++;
        }
        if (next == uids.length) {
            return UNKNOWN;
        }
        if (next >= first + found.size()) {
            long[] wanted = Arrays.copyOfRange(uids, next, Math.min(uids.length, next + TOGETHER));
            first = next;
            found = session.services()
                    .store()
                    .structures(session.account(), session.selected().mailboxId(), wanted);
        }
        return found.get(next++ - first);
    }
}
