package org.posthouse.store.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.CareReport;
import org.posthouse.api.store.CareWatch;
import org.posthouse.api.store.StoreCare;
import org.posthouse.api.store.StoreStats;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.Round;

/** Looks after the store, account by account, beside the mail. Safe for threads. */
final class JdbcCare implements StoreCare {
    private final Opened opened;
    private final BooleanSupplier closed;

    /** What the store is made of, once it is open. */
    @FunctionalInterface
    interface Opened {
        Machinery get() throws MailException;
    }

    /** @param closed whether the store is being closed, which ends all work */
    JdbcCare(Opened opened, BooleanSupplier closed) {
        this.opened = opened;
        this.closed = closed;
    }

    @Override
    public StoreStats stats() throws MailException {
        return new Figures(opened.get()).stats();
    }

    @Override
    public CareReport check(Optional<AccountId> account, boolean repair, CareWatch watch) throws MailException {
        Machinery parts = opened.get();
        return Round.run(watch, closed, round -> {
            if (account.isEmpty()) {
                new RestCheck(parts, round, repair).run();
            }
            for (AccountId each : account.isPresent() ? List.of(account.get()) : accounts(parts)) {
                new AccountCheck(parts, each, round).check(repair);
            }
            if (account.isEmpty() && round.allMended()) {
                parts.contents().alarms().settle();
            }
        });
    }

    private static List<AccountId> accounts(Machinery parts) throws MailException {
        try (Sql sql = Sql.reading(parts.database())) {
            return sql.query("SELECT name FROM account ORDER BY id", row -> new AccountId(row.getString(1)));
        } catch (SQLException failure) {
            throw Failures.notNow(failure);
        }
    }

    @Override
    public CareReport recount(AccountId account, CareWatch watch) throws MailException {
        Machinery parts = opened.get();
        return Round.run(watch, closed, round -> new AccountCheck(parts, account, round).recount());
    }

    /** All is made of the rows: they alone know UIDs and flags, and a message whose row is gone is of nobody. */
    @Override
    public CareReport rebuild(AccountId account, CareWatch watch) throws MailException {
        return check(Optional.of(account), true, watch);
    }

    @Override
    public CareReport compact(CareWatch watch) throws MailException {
        Machinery parts = opened.get();
        return Round.run(watch, closed, round -> new Compaction(parts, round).run());
    }
}
