package org.posthouse.store.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Committed;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Drafted;
import org.posthouse.lib.store.Entry;
import org.posthouse.lib.store.Failures;

/**
 * A commit on its way to the disk. It stands on the plan before it in its account's line: if that one fails, this one is lost, which
 * says nothing about itself: it may be planned anew.
 */
final class Plan implements Work {
    private final AccountState after;
    private final Committed result;
    private final long[] freed;
    private final long[] arrived;
    private final Account account;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private volatile List<? extends Row> rows;
    private volatile Optional<Plan> before;
    private volatile boolean lost;

    /** Whose plan it is; hears of its end before its caller does, on the writer's thread. */
    interface Account {
        /** It is durable, and this is the account's state now. */
        void publish(AccountState after);

        /** It may be in the database or not: only the database knows the account's state. */
        void doubt();
    }

    Plan(InRows what, long[] arrived, Optional<Plan> before, Account account) {
        Drafted drafted = what.drafted();
        this.after = drafted.after();
        this.rows = what.rows();
        this.result = drafted.result();
        this.freed = drafted.freed().stream().mapToLong(Entry::content).toArray();
        this.arrived = arrived;
        this.before = before;
        this.account = account;
    }

    AccountState after() {
        return after;
    }

    /** Contents whose names must be durable first. */
    long[] arrived() {
        return arrived;
    }

    Committed result() {
        return result;
    }

    /** Contents that may have lost their last message by it. */
    long[] freed() {
        return freed;
    }

    boolean isDone() {
        return done.isDone();
    }

    /** Whether it failed only because the one before it did. */
    boolean lost() {
        return lost;
    }

    /** Fails if the plan it stands on has failed; call in order. */
    boolean lose() {
        if (before.isPresent() && before.get().done.isCompletedExceptionally()) {
            lost = true;
            fail(Failures.notNow("An earlier change of the account failed"));
        }
        return lost;
    }

    void write(Sql sql) throws SQLException {
        for (Row row : rows) {
            row.write(sql);
        }
    }

    /** What the database has of its operation. */
    Row.Trace trace(Sql sql) throws SQLException {
        for (Row row : rows) {
            Row.Trace trace = row.trace(sql);
            if (trace != Row.Trace.NONE) {
                return trace;
            }
        }
        return Row.Trace.NONE;
    }

    void succeed() {
        try {
            account.publish(after);
        } catch (RuntimeException | Error failure) {
            doubt(failure);
            throw failure;
        }
        release();
        done.complete(true);
    }

    /** Nobody knows whether it is in the database. */
    void doubt(Throwable why) {
        account.doubt();
        fail(Failures.unknown(why));
    }

    @Override
    public void fail(Exception why) {
        release();
        done.completeExceptionally(why);
    }

    /** What it needed is not kept as long as it is somebody's last plan. */
    private void release() {
        rows = List.of();
        before = Optional.empty();
    }

    /** Waits until it is done or has failed. */
    void settle(Duration patience) throws MailException {
        try {
            await(patience);
        } catch (MailException failure) {
            if (!done.isDone()) {
                throw Failures.notNow(failure);
            }
        }
    }

    /** Returns when it is durable. */
    void await(Duration patience) throws MailException {
        try {
            done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof MailException known) {
                throw known;
            }
            throw Failures.notNow(failure.getCause());
        } catch (TimeoutException late) {
            throw Failures.unknown(late);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw Failures.unknown(interrupt);
        }
    }
}
