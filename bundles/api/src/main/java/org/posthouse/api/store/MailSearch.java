package org.posthouse.api.store;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;

/** Looks for messages as IMAP's SEARCH does, RFC 3501 §6.4.4. Leaves no mark on what it looks at. Any thread; blocks. */
@ProviderType
public interface MailSearch {
    /**
     * Fails, PERMANENT and saying why, if these are no search keys.
     *
     * @param keys {@code FROM ron SINCE 1-Nov-2026}, in Unicode
     */
    void check(String keys) throws MailException;

    /**
     * What is in this mailbox now and fits the keys, by UID. Sequence numbers count it as it is now; nothing is recent. Messages that
     * cannot be read are passed over.
     *
     * @param described whether sender and subject are wanted; they cost a look at each message found
     */
    Result find(AccountId account, String mailboxId, String keys, boolean described, Pace pace) throws MailException;

    /** Is told how far a search is, again and again. */
    @FunctionalInterface
    interface Pace {
        /** False ends the search: what was found is the result. */
        boolean on(int looked, int of);
    }

    /** What was found, and how many messages could not be read. */
    record Result(List<Hit> hits, int unreadable) {
        public Result {
            hits = List.copyOf(hits);
        }
    }

    /**
     * A message that was found.
     *
     * @param from as the message says it, decoded; empty where it was not wanted
     */
    record Hit(long uid, long octets, Instant received, Set<String> flags, String from, String subject) {
        public Hit {
            flags = Set.copyOf(flags);
        }
    }
}
