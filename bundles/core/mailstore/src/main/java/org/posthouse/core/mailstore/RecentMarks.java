package org.posthouse.core.mailstore;

import java.util.LinkedHashMap;
import java.util.Map;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.store.Committed;

/**
 * From which UID on messages are still recent, RFC 3501 §2.3.2: those that came since this server started and have not been taken by a
 * reader. The mailboxes longest unused are forgotten: their messages are recent no more. Safe for threads.
 */
final class RecentMarks {
    private static final int MOST = 100_000;

    private record Key(AccountId account, String mailboxId) {}

    private final Map<Key, Long> marks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Long> eldest) {
            return size() > MOST;
        }
    };

    synchronized void came(AccountId account, Committed committed) {
        for (Committed.Made made : committed.made()) {
            marks.putIfAbsent(new Key(account, made.mailboxId()), made.uid());
        }
    }

    /** The first recent UID; what lies below {@code uidNext} is recent for nobody else then. */
    synchronized long take(AccountId account, String mailboxId, long uidNext) {
        Key key = new Key(account, mailboxId);
        long first = marks.getOrDefault(key, uidNext);
        marks.put(key, Math.max(first, uidNext));
        return first;
    }

    synchronized long look(AccountId account, String mailboxId, long uidNext) {
        return marks.getOrDefault(new Key(account, mailboxId), uidNext);
    }

    synchronized void forget(AccountId account) {
        marks.keySet().removeIf(key -> key.account().equals(account));
    }
}
