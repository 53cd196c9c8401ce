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

    private final Map<String, Kept> mails = new HashMap<>();
    private Load waiting = Load.NONE;
    private Load adding = Load.NONE;
    private int underway;
    private Optional<Usage> used = Optional.empty();
    /** Whether what is used, with what is being added, is not less than what there is. */
    private boolean counted = true;

    private boolean stale;
    private long version;

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
     * As the store has said. What is being added may be in it already, and would count twice: so what was counted here holds where that is
     * less.
     *
     * @param since the version as it was before the store was asked
     * @return false if something has been done meanwhile: the store is to be asked again
     */
    synchronized boolean known(Usage usage, long since) {
        if (since != version) {
            return false;
        }
        boolean alone = underway == 0;
        used = Optional.of(
                alone || !counted ? usage : used.map(mine -> less(mine, usage)).orElse(usage));
        counted = true;
        stale = !alone;
        return true;
    }

    private static Usage less(Usage one, Usage other) {
        return new Usage(Math.min(one.octets(), other.octets()), Math.min(one.messages(), other.messages()));
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

    /** Whether so many messages more of so many octets each would fit. */
    synchronized boolean hasRoom(Account account, int copies, long octets) {
        return fits(account, Load.of(copies, octets + TRACE_FIELDS));
    }

    /** Keeps room for so many copies of a mail; false if there is none. What was kept before stays kept. */
    synchronized boolean reserve(Account account, String queueId, int copies, long octets) {
        Kept before = mails.getOrDefault(queueId, Kept.NOTHING);
        Kept wanted = before.copies(Math.max(copies, before.copies()), octets + TRACE_FIELDS);
        Load more = wanted.load().minus(before.load());
        if (!more.nothing() && !fits(account, more)) {
            return false;
        }
        keep(queueId, wanted);
        return true;
    }

    /** So many copies of a mail are still to come, whether there is room or not. */
    synchronized void restore(String queueId, long copies, long octets) {
        keep(queueId, mails.getOrDefault(queueId, Kept.NOTHING).copies(copies, octets + TRACE_FIELDS));
    }

    /** None is to come any more. What is being added just now needs its room until it is there. */
    synchronized void release(String queueId) {
        keep(queueId, mails.getOrDefault(queueId, Kept.NOTHING).copies(0, 0));
    }

    private void keep(String queueId, Kept now) {
        Kept before = now.over() ? mails.remove(queueId) : mails.put(queueId, now);
        waiting = waiting.plus(now.load()).minus(before == null ? Load.NONE : before.load());
    }

    /**
     * What is being added.
     *
     * @param queueId of the mail that is delivered; empty for all else
     */
    record Adding(String queueId, Load load) {}

    /**
     * Begins to add; empty if there is no room. The share that is kept for a copy of the mail is enough for it whatever else waits, but
     * nothing goes over the quota: more may wait than there is room for, by mail to several of whom one has none, or by a quota that was
     * lowered.
     */
    synchronized Optional<Adding> begin(Account account, String queueId, Load load) {
        Kept kept = mails.getOrDefault(queueId, Kept.NOTHING);
        Load share = kept.sharesLeft() ? new Load(kept.octets(), 1) : Load.NONE;
        boolean promised = share.octets() >= load.octets()
                && share.messages() == load.messages()
                && fits(account, load, Load.NONE);
        if (!promised && !fits(account, load.minus(share))) {
            return Optional.empty();
        }
        if (!queueId.isEmpty()) {
            keep(queueId, kept.begun());
        }
        underway++;
        adding = adding.plus(load);
        return Optional.of(new Adding(queueId, load));
    }

    /**
     * What was begun is over.
     *
     * @param done false: it has failed, or nobody knows; its share is kept again
     * @return whether nothing else is under way, so that the store's own word counts
     */
    synchronized boolean end(Adding over, boolean done) {
        Load load = over.load();
        underway--;
        adding = adding.minus(load);
        if (done) {
            used = used.map(before -> new Usage(before.octets() + load.octets(), before.messages() + load.messages()));
        } else {
            counted = false;
        }
        if (!over.queueId().isEmpty()) {
            keep(over.queueId(), mails.get(over.queueId()).ended(done));
        }
        // An operation that was done before adds nothing, and one that failed may have.
        changed();
        return underway == 0;
    }

    private boolean fits(Account account, Load more) {
        return fits(account, more, waiting);
    }

    private boolean fits(Account account, Load more, Load promised) {
        Usage has = used.orElse(new Usage(0, 0));
        Load all = adding.plus(promised).plus(more).plus(new Load(has.octets(), has.messages()));
        boolean octets =
                account.quota().isEmpty() || all.octets() <= account.quota().getAsLong();
        boolean messages = account.quotaMessages().isEmpty()
                || all.messages() <= account.quotaMessages().getAsLong();
        return octets && messages;
    }

    /** Octets and messages of mail that waits. */
    synchronized Load waiting() {
        return waiting;
    }
}
