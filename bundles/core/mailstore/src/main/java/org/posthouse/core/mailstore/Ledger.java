package org.posthouse.core.mailstore;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;
import org.posthouse.api.store.MailRoom;
import org.posthouse.api.store.MailStore.Usage;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the quotas: what an account has, what is added at this moment, and what waits for it. Never goes over, however many add at once;
 * while mail is added and removed at the same time, the last room may be refused for a moment. Safe for threads.
 */
final class Ledger implements MailRoom {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final Status FULL_FOR_GOOD = new Status(5, 2, 2);
    private static final int ATTEMPTS = 8;

    private final Accounts accounts;
    private final Stores stores;
    private final BooleanSupplier reject;
    private final Map<AccountId, Sheet> sheets = new ConcurrentHashMap<>();
    private final Map<String, Set<Sheet>> mails = new ConcurrentHashMap<>();

    /** @param reject whether what finds a mailbox full is refused for good */
    Ledger(Accounts accounts, Stores stores, BooleanSupplier reject) {
        this.accounts = accounts;
        this.stores = stores;
        this.reject = reject;
    }

    /** What is being done to an account that has a quota, or may be removed from it. */
    interface Entry {
        /** @param done false: it has failed, or nobody knows */
        void end(boolean done);
    }

    private static boolean limited(Account account) {
        return account.quota().isPresent() || account.quotaMessages().isPresent();
    }

    private Sheet sheet(AccountId account) {
        return sheets.computeIfAbsent(account, id -> new Sheet());
    }

    @Override
    public void ask(Account account, int copies, long octets) throws MailException {
        if (limited(account) && !known(account, sheet -> sheet.hasRoom(account, copies, octets), () -> true)) {
            throw full();
        }
    }

    @Override
    public void reserve(Account account, String queueId, int copies, long octets) throws MailException {
        if (limited(account) && !reserved(account, queueId, copies, octets)) {
            throw full();
        }
    }

    private boolean reserved(Account account, String queueId, int copies, long octets) {
        Sheet mine = sheet(account.id());
        boolean fits = known(account, sheet -> sheet.reserve(account, queueId, copies, octets), () -> {
            mine.restore(queueId, copies, octets);
            return true;
        });
        if (fits) {
            remember(queueId, mine);
        }
        return fits;
    }

    /** What is found on the sheet, which is brought up to date before it says no. */
    private boolean known(Account account, Predicate<Sheet> fits, BooleanSupplier whileAway) {
        Sheet sheet = sheet(account.id());
        try {
            if (sheet.unused()) {
                learn(account.id(), sheet);
            }
            if (fits.test(sheet)) {
                return true;
            }
            if (!sheet.unknown()) {
                return false;
            }
            learn(account.id(), sheet);
            return fits.test(sheet);
        } catch (MailException away) {
            LOG.debug("mail is taken without knowing what there is of account {}", account.id(), away);
            return whileAway.getAsBoolean();
        }
    }

    @Override
    public void restore(String queueId, Collection<Account> waiting, long octets) {
        Map<AccountId, Long> copies = waiting.stream()
                .filter(Ledger::limited)
                .collect(Collectors.groupingBy(Account::id, Collectors.counting()));
        mails.compute(queueId, (id, before) -> {
            Set<Sheet> now = new HashSet<>();
            copies.forEach((account, count) -> {
                Sheet sheet = sheet(account);
                sheet.restore(queueId, count, octets);
                now.add(sheet);
            });
            kept(before).stream().filter(sheet -> !now.contains(sheet)).forEach(sheet -> sheet.release(queueId));
            return now.isEmpty() ? null : Set.copyOf(now);
        });
    }

    private void remember(String queueId, Sheet sheet) {
        mails.merge(
                queueId,
                Set.of(sheet),
                (before, one) -> before.contains(sheet)
                        ? before
                        : Stream.concat(before.stream(), one.stream()).collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public void release(String queueId) {
        mails.computeIfPresent(queueId, (id, kept) -> {
            kept.forEach(sheet -> sheet.release(queueId));
            return null;
        });
    }

    private static Set<Sheet> kept(Set<Sheet> known) {
        return known == null ? Set.of() : known;
    }

    /** Asks the store, again while others are quicker, unless those have learnt it. */
    private void learn(AccountId account, Sheet sheet) throws MailException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            long seen = sheet.version();
            Usage usage = stores.call(store -> store.usage(account));
            if (sheet.known(usage, seen)) {
                return;
            }
        }
        if (sheet.unused()) {
            throw MailException.notNow("The mailbox is too busy for a moment");
        }
    }

    /**
     * Begins a commit.
     *
     * @param queueId of the mail that is delivered by it; empty: none is
     * @return empty if there is no room
     */
    Optional<Entry> begin(AccountId account, String queueId, List<StoreOp> steps) throws MailException {
        boolean adds = steps.stream().anyMatch(Ledger::adds);
        boolean removes = steps.stream().anyMatch(Ledger::removes);
        Optional<Account> limited = adds ? accounts.account(account).filter(Ledger::limited) : Optional.empty();
        Load load = limited.isPresent() ? load(account, steps) : Load.NONE;
        if (load.nothing()) {
            return Optional.of(done -> {
                Sheet known = sheets.get(account);
                if (known != null && adds) {
                    known.forget();
                } else if (known != null && removes) {
                    known.changed();
                }
            });
        }
        Sheet sheet = sheet(account);
        if (sheet.unknown()) {
            learn(account, sheet);
        }
        Optional<Sheet.Adding> begun = sheet.begin(limited.get(), queueId, load);
        return begun.map(adding -> done -> {
            boolean alone = sheet.end(adding, done);
            if (alone) {
                learnAgain(account, sheet);
            }
        });
    }

    /** While nothing else is under way: whoever asks next need not wait for a store. */
    private void learnAgain(AccountId account, Sheet sheet) {
        try {
            learn(account, sheet);
        } catch (MailException away) {
            LOG.debug("what account {} has is asked for later", account, away);
        }
    }

    private MailException full() {
        return reject.getAsBoolean()
                ? new MailException(Kind.PERMANENT, FULL_FOR_GOOD, "The mailbox is full")
                : new MailException(Kind.RETRY, Status.MAILBOX_FULL, "The mailbox is full");
    }

    /** The refusal of a commit. */
    MailException full(MailException cause) {
        MailException full = full();
        return new MailException(full.kind(), full.status(), full.getMessage(), cause);
    }

    /** What is kept for mail that waits. */
    Load waiting(AccountId account) {
        return sheet(account).waiting();
    }

    private static boolean adds(StoreOp step) {
        return step instanceof StoreOp.Append || (step instanceof StoreOp.Copy copy && !copy.move());
    }

    private static boolean removes(StoreOp step) {
        return step instanceof StoreOp.Expunge || step instanceof StoreOp.DeleteMailbox;
    }

    private Load load(AccountId account, List<StoreOp> steps) throws MailException {
        long octets = 0;
        long messages = 0;
        for (StoreOp step : steps) {
            if (step instanceof StoreOp.Append append) {
                octets += append.message().size();
                messages++;
            } else if (step instanceof StoreOp.Copy copy && !copy.move()) {
                Snapshot source = stores.call(store -> store.read(account, copy.fromMailboxId()));
                int[] found = Arrays.stream(copy.uids())
                        .mapToInt(source::indexOf)
                        .filter(at -> at >= 0)
                        .toArray();
                octets += Arrays.stream(found).mapToLong(source::size).sum();
                messages += found.length;
            }
        }
        return new Load(octets, messages);
    }

    /** All mail of an account is gone. */
    void erased(AccountId account) {
        sheet(account).forget();
    }
}
