package org.posthouse.store.jdbc;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;

/**
 * An account's line: plans are made one after the other under its lock, each upon what the one before will leave; readers see only
 * what is durable, and never wait once it is loaded.
 */
final class Line {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AccountId account;
    private final Loader loader;
    private final AtomicLong indexed;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Optional<AccountState> durable = Optional.empty();
    private Optional<Plan> last = Optional.empty();
    private boolean retired;

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

    /** What the next plan stands upon. Under the lock. */
    AccountState head() throws MailException {
        Optional<Plan> pending = pending();
        if (pending.isPresent()) {
            return pending.get().after();
        }
        if (durable.isEmpty()) {
            publish(loader.account(account));
        }
        return durable.orElseThrow();
    }

    /** The last plan, if it is still on its way. Under the lock. */
    Optional<Plan> pending() {
        return last.filter(plan -> !plan.isDone());
    }

    /** Under the lock. */
    void add(Plan plan) {
        last = Optional.of(plan);
    }

    /** Loads the index of a mailbox, if there is one and it is not open; waits for all plans before that. Under the lock. */
    void open(String mailboxId) throws MailException {
        if (head().find(mailboxId).filter(box -> box.index().isEmpty()).isPresent()) {
            quiet();
            AccountState state = head();
            Optional<Box> box = state.find(mailboxId);
            if (box.isPresent()) {
                publish(state.with(box.get().withIndex(loader.index(box.get()))));
            }
        }
    }

    private void quiet() throws MailException {
        Optional<Plan> pending = pending();
        if (pending.isPresent()) {
            pending.get().settle(PATIENCE);
        }
    }

    /** By the writer, or under the lock while nothing is on its way. */
    void publish(AccountState state) {
        indexed.addAndGet(
                (long) state.indexed() - durable.map(AccountState::indexed).orElse(0));
        durable = Optional.of(state);
    }

    /** Takes it out of use if nobody is in it. */
    boolean retire() {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            if (pending().isPresent()) {
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
