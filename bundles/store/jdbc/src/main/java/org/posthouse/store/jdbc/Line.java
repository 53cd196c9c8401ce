package org.posthouse.store.jdbc;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Failures;

/**
 * An account's line: plans are made one after the other under its lock, each upon what the one before will leave; readers see only
 * what is durable, and never wait once it is loaded.
 */
final class Line implements Plan.Account {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AccountId account;
    private final Loader loader;
    private final AtomicLong indexed;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Optional<AccountState> durable = Optional.empty();
    private Optional<Plan> last = Optional.empty();
    private boolean retired;
    /** What is published may be older than what is durable: readers may have it, but no plan may stand on it. */
    private volatile boolean stale;

    /** Adds to {@code indexed} as many messages as it holds in memory. */
    Line(AccountId account, Loader loader, AtomicLong indexed) {
        this.account = account;
        this.loader = loader;
        this.indexed = indexed;
    }

    AccountId account() {
        return account;
    }

    Optional<AccountState> durable() {
        return durable;
    }

    void lock() throws MailException {
        try {
            if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Failures.notNow("The account is busy");
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw Failures.notNow(interrupt);
        }
    }

    void unlock() {
        lock.unlock();
    }

    /** Whether it is not in use any more: there may be another for the account. Under the lock. */
    boolean retired() {
        return retired;
    }

    /** The state on which the next plan stands, and the plan that is to bring it about, if it is still on its way. */
    record Head(AccountState state, Optional<Plan> pending) {}

    /**
     * What the next plan stands upon. Under the lock. The two belong together: whether the pending plan has failed meanwhile is
     * found out when the next one is written.
     */
    Head head() throws MailException {
        Optional<Plan> pending = last.filter(plan -> !plan.isDone());
        if (pending.isPresent()) {
            return new Head(pending.get().after(), pending);
        }
        if (stale || durable.isEmpty()) {
            AccountState loaded = loader.account(account);
            // Nothing is on its way that could raise a new doubt.
            stale = false;
            publish(loaded);
        }
        return new Head(durable.orElseThrow(), Optional.empty());
    }

    /** Under the lock. */
    void add(Plan plan) {
        last = Optional.of(plan);
    }

    /** Waits for all plans. Under the lock. */
    void settle() throws MailException {
        if (last.isPresent()) {
            last.get().settle(PATIENCE);
        }
    }

    /** The database has been changed by others than plans: what is in memory comes from there again. Under the lock, when it is settled. */
    void reload() throws MailException {
        stale = true;
        var unused = head();
    }

    /** Loads the index of a mailbox, if there is one and it is not open; waits for all plans before that. Under the lock. */
    void open(String mailboxId) throws MailException {
        if (head().state().find(mailboxId).filter(box -> box.index().isEmpty()).isPresent()) {
            settle();
            AccountState state = head().state();
            Optional<Box> box = state.find(mailboxId);
            if (box.isPresent()) {
                publish(state.with(box.get().withIndex(loader.index(box.get()))));
            }
        }
    }

    /** By the writer, or under the lock while nothing is on its way. */
    @Override
    public void publish(AccountState state) {
        indexed.addAndGet(
                (long) state.indexed() - durable.map(AccountState::indexed).orElse(0));
        durable = Optional.of(state);
    }

    @Override
    public void doubt() {
        stale = true;
    }

    /** Takes it out of use if nobody is in it. */
    boolean retire() {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            if (last.isPresent() && !last.get().isDone()) {
                return false;
            }
            retired = true;
            indexed.addAndGet(-durable.map(AccountState::indexed).orElse(0));
            return true;
        } finally {
            lock.unlock();
        }
    }
}
