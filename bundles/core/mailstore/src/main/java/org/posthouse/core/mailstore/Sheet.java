package org.posthouse.core.mailstore;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.account.Account;
import org.posthouse.api.store.MailStore.Usage;

/**
 * What one account has, what is being added to it at this moment, and what is kept for mail that waits. Its own lock guards it, but for
 * what the store is asked meanwhile.
 */
final class Sheet {
    /** Trace fields that a delivery puts in front of a message. */
    static final int TRACE_FIELDS = 1024;

    private final Map<String, Long> waiting = new HashMap<>();
    private long waitingOctets;
    private long addingOctets;
    private long addingMessages;
    private int adding;
    private Optional<Usage> used = Optional.empty();
    private boolean stale;
    private long version;

    /** Octets and messages that are added. */
    record Load(long octets, long messages) {
        static final Load NONE = new Load(0, 0);

        boolean nothing() {
            return octets == 0 && messages == 0;
        }
    }

    /** Whether the store was never asked. */
    synchronized boolean unused() {
        return used.isEmpty();
    }

    /** Whether the store is to be asked before anything is refused: nothing is known, or something may have been removed. */
    synchronized boolean unknown() {
        return used.isEmpty() || stale;
    }

    /** Changes whenever something has been done: what a store has said before that may be wrong. */
    synchronized long version() {
        return version;
    }

    /**
     * As the store has said. What is being added may be in it already: then it counts twice for a moment.
     *
     * @param since the version as it was before the store was asked
     * @return false if something has been done meanwhile: the store is to be asked again
     */
    synchronized boolean known(Usage usage, long since) {
        if (since != version) {
            return false;
        }
        used = Optional.of(usage);
        stale = adding > 0;
        return true;
    }

    /** Something was added that was not counted. */
    synchronized void forget() {
        changed();
        used = Optional.empty();
    }

    /** Something was removed, or nobody knows what has happened. */
    synchronized void changed() {
        version++;
        stale = true;
    }

    /** Whether one more message of so many octets would fit. */
    synchronized boolean hasRoom(Account account, long octets) {
        return fits(account, new Load(octets + TRACE_FIELDS, 1));
    }

    /** Keeps room; false if there is none. A size that was kept before stays kept. */
    synchronized boolean reserve(Account account, String queueId, long octets, boolean anyway) {
        long before = waiting.getOrDefault(queueId, -1L);
        long wanted = octets + TRACE_FIELDS;
        if (before >= wanted) {
            return true;
        }
        Load more = new Load(wanted - Math.max(0, before), before < 0 ? 1 : 0);
        if (!anyway && !fits(account, more)) {
            return false;
        }
        keep(queueId, wanted);
        return true;
    }

    /** The larger of this and what is kept already. */
    private void keep(String queueId, long octets) {
        long before = waiting.getOrDefault(queueId, -1L);
        if (octets > before) {
            waiting.put(queueId, octets);
            waitingOctets += octets - Math.max(0, before);
        }
    }

    synchronized void release(String queueId) {
        Long kept = waiting.remove(queueId);
        if (kept != null) {
            waitingOctets -= kept;
        }
    }

    /**
     * What is being added.
     *
     * @param queueId of the mail that is delivered; empty for all else
     * @param kept octets that were kept for it; negative for none
     */
    record Adding(String queueId, Load load, long kept) {}

    /**
     * Begins to add; empty if there is no room. Room that is kept for the mail is enough for it whatever else waits, but nothing goes over the
     * quota: more may wait than there is room for, by mail to several of whom one has none, or by a quota that was lowered.
     */
    synchronized Optional<Adding> begin(Account account, String queueId, Load load) {
        long kept = waiting.getOrDefault(queueId, -1L);
        boolean promised = kept >= load.octets() && load.messages() == 1 && fits(account, load, Load.NONE);
        Load more = kept < 0 ? load : new Load(load.octets() - kept, load.messages() - 1);
        if (!promised && !fits(account, more)) {
            return Optional.empty();
        }
        release(queueId);
        adding++;
        addingOctets += load.octets();
        addingMessages += load.messages();
        return Optional.of(new Adding(queueId, load, kept));
    }

    /**
     * What was begun is over.
     *
     * @param done false: it has failed, or nobody knows; what was kept for the mail is kept again
     * @return whether nothing else is under way, so that the store's own word counts
     */
    synchronized boolean end(Adding over, boolean done) {
        Load load = over.load();
        adding--;
        addingOctets -= load.octets();
        addingMessages -= load.messages();
        if (done) {
            used = used.map(before -> new Usage(before.octets() + load.octets(), before.messages() + load.messages()));
        } else if (over.kept() >= 0) {
            keep(over.queueId(), over.kept());
        }
        // An operation that was done before adds nothing, and one that failed may have.
        changed();
        return adding == 0;
    }

    private boolean fits(Account account, Load more) {
        return fits(account, more, new Load(waitingOctets, waiting.size()));
    }

    private boolean fits(Account account, Load more, Load promised) {
        Usage has = used.orElse(new Usage(0, 0));
        boolean octets = account.quota().isEmpty()
                || has.octets() + addingOctets + promised.octets() + more.octets()
                        <= account.quota().getAsLong();
        boolean messages = account.quotaMessages().isEmpty()
                || has.messages() + addingMessages + promised.messages() + more.messages()
                        <= account.quotaMessages().getAsLong();
        return octets && messages;
    }

    /** Octets and messages of mail that waits. */
    synchronized Load waiting() {
        return new Load(waitingOctets, waiting.size());
    }
}
