package org.posthouse.store.jdbc;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.posthouse.lib.store.Numbers;

/** Gives numbers to rows that have none yet: in memory, so that no row is contended for them. */
final class Keys implements Numbers {
    private final AtomicLong account;
    private final AtomicLong mailbox;
    private final AtomicLong newestValidity;

    private Keys(long account, long mailbox, long newestValidity) {
        this.newestValidity = new AtomicLong(newestValidity);
        this.account = new AtomicLong(account);
        this.mailbox = new AtomicLong(mailbox);
    }

    /** Goes on after the highest there are. */
    static Keys after(DataSource database) throws SQLException {
        try (Sql sql = Sql.reading(database)) {
            long account = highest(sql, "SELECT MAX(id) FROM account");
            long mailbox = highest(sql, "SELECT MAX(id) FROM mailbox");
            return new Keys(
                    account,
                    Math.max(mailbox, highest(sql, "SELECT MAX(mailbox) FROM doomed")),
                    highest(sql, "SELECT MAX(uid_validity) FROM account"));
        }
    }

    static long highest(Sql sql, String query) throws SQLException {
        return sql.first(query, row -> row.getLong(1)).orElse(0L);
    }

    @Override
    public long account() {
        return account.incrementAndGet();
    }

    @Override
    public long uidValidity(long seconds) {
        long newest = newestValidity.getAndAccumulate(seconds, Math::max);
        return seconds >= newest ? seconds : newestValidity.incrementAndGet();
    }

    @Override
    public long mailbox() {
        return mailbox.incrementAndGet();
    }
}
