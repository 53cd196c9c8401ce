package org.posthouse.store.jdbc;

import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Committed;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Columns;
import org.posthouse.lib.store.Entry;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.FlagTable;
import org.posthouse.lib.store.History;
import org.posthouse.lib.store.Index;
import org.posthouse.lib.store.Outcome;

/** Reads accounts and mailboxes out of the database. Nobody is changing what it reads. Safe for threads. */
final class Loader {
    private final DataSource database;

    Loader(DataSource database) {
        this.database = database;
    }

    AccountState account(AccountId account) throws MailException {
        try (Sql sql = Sql.reading(database)) {
            Optional<AccountState> bare = sql.first(
                    "SELECT id, modseq, uid_validity FROM account WHERE name = ?",
                    row -> AccountState.of(row.getLong(1), row.getLong(2), row.getLong(3), List.of(), Set.of()),
                    account.value());
            return bare.isPresent() ? full(sql, bare.get()) : AccountState.NONE;
        } catch (SQLException failure) {
            throw Failures.notNow(failure);
        }
    }

    private static AccountState full(Sql sql, AccountState bare) throws SQLException {
        List<Box> boxes = sql.query(
                """
                SELECT id, mailbox_id, name, uid_validity, uid_next, modseq, messages, octets FROM mailbox WHERE account = ?
                """,
                row -> new Box(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        Optional.empty()),
                bare.key());
        List<String> names =
                sql.query("SELECT name FROM subscription WHERE account = ?", row -> row.getString(1), bare.key());
        long modSeq = Math.max(
                bare.modSeq(), boxes.stream().mapToLong(Box::modSeq).max().orElse(0));
        return AccountState.of(bare.key(), modSeq, bare.uidValidity(), boxes, new HashSet<>(names));
    }

    Index index(Box box) throws MailException {
        FlagTable flags = new FlagTable();
        try (Sql sql = Sql.reading(database)) {
            List<Entry> entries = sql.query(
                    """
                    SELECT uid, modseq, octets, received, flags, content FROM message WHERE mailbox = ? ORDER BY uid
                    """,
                    row -> new Entry(
                            row.getLong(1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getLong(4),
                            flags.number(row.getString(5)),
                            row.getLong(6)),
                    box.key());
            flags.settle();
            return new Index(Columns.of(entries), flags, History.from(box.modSeq()));
        } catch (SQLException failure) {
            throw Failures.notNow(failure);
        }
    }

    /** What this operation returned, if it was done. */
    Optional<Committed> outcome(long account, String operationId) throws MailException {
        try (Sql sql = Sql.reading(database)) {
            Optional<byte[]> kept = sql.first(
                    "SELECT outcome FROM operation WHERE account = ? AND id = ?",
                    row -> row.getBytes(1),
                    account,
                    operationId);
            return kept.isEmpty() ? Optional.empty() : Optional.of(Outcome.decode(kept.get()));
        } catch (SQLException | IOException failure) {
            throw Failures.notNow(failure);
        }
    }
}
