package org.posthouse.protocol.pop3;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Snapshot;
import org.posthouse.lib.mime.Structure;

/**
 * How many octets messages are longer as they are sent, each line ending with CRLF, than as they are kept, RFC 1939 §11. What was found
 * of a mailbox is remembered, so that only messages that have come since are looked at. Safe for threads.
 */
final class LineEnds {
    private static final int MAILBOXES = 10_000;
    private static final int TOGETHER = 64;

    private final Map<String, Found> found = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Found> eldest) {
            return size() > MAILBOXES;
        }
    };

    /** All messages up to this UID were looked at; those that are longer by how much, by UID. */
    private record Found(long uidValidity, long lastUid, Map<Long, Long> longer) {}

    /** Octets to be added, by UID; those that are not in it are sent as they are kept. */
    Map<Long, Long> of(AccountId account, Snapshot mailbox, MailStore store) throws MailException {
        Found before = before(mailbox);
        Map<Long, Long> longer = new HashMap<>();
        List<Long> fresh = new ArrayList<>();
        for (int i = 0; i < mailbox.count(); i++) {
            long uid = mailbox.uid(i);
            if (uid > before.lastUid) {
                fresh.add(uid);
            } else if (!before.longer.isEmpty() && before.longer.containsKey(uid)) {
                longer.put(uid, before.longer.get(uid));
            }
        }
        for (int from = 0; from < fresh.size(); from += TOGETHER) {
            long[] uids = fresh.subList(from, Math.min(fresh.size(), from + TOGETHER)).stream()
                    .mapToLong(Long::longValue)
                    .toArray();
            List<byte[]> structures = store.structures(account, mailbox.mailboxId(), uids);
            for (int i = 0; i < uids.length; i++) {
                byte[] known = structures.get(i);
                long more = missing(known.length > 0 ? known : structure(account, mailbox, uids[i], store));
                if (more > 0) {
                    longer.put(uids[i], more);
                }
            }
        }
        Map<Long, Long> all = Map.copyOf(longer);
        synchronized (found) {
            found.put(mailbox.mailboxId(), new Found(mailbox.uidValidity(), mailbox.uidNext() - 1, all));
        }
        return all;
    }

    private Found before(Snapshot mailbox) {
        synchronized (found) {
            return Optional.ofNullable(found.get(mailbox.mailboxId()))
                    .filter(known -> known.uidValidity == mailbox.uidValidity())
                    .orElse(new Found(mailbox.uidValidity(), 0, Map.of()));
        }
    }

    /** Nothing if it is gone or damaged, of which the client is told when it asks for the message. */
    private static byte[] structure(AccountId account, Snapshot mailbox, long uid, MailStore store)
            throws MailException {
        try {
            return store.structure(account, mailbox.mailboxId(), uid);
        } catch (MailException e) {
            if (e.kind() == Kind.PERMANENT) {
                return new byte[0];
            }
            throw e;
        }
    }

    private static long missing(byte[] structure) {
        try {
            return Structure.missingLineEnds(structure);
        } catch (IllegalArgumentException damaged) {
            return 0;
        }
    }
}
