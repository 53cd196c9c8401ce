package org.posthouse.store.jdbc;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Change;
import org.posthouse.lib.store.Entry;

/** Writes changes as rows. */
final class Rows {
    private Rows() {}

    static void write(Change change, Sql sql) throws SQLException {
        if (change instanceof Change.NewMessage message) {
            insert(message, message.emailId(), sql);
        } else if (change instanceof Change.Copies copies) {
            write(copies, sql);
        } else if (change instanceof Change.Reflagged flags) {
            sql.update(
                    "UPDATE message SET flags = ?, modseq = ? WHERE mailbox = ? AND uid BETWEEN ? AND ?",
                    flags.flags(),
                    flags.modSeq(),
                    flags.mailbox(),
                    flags.first(),
                    flags.last());
        } else if (change instanceof Change.Expunged gone) {
            sql.update(
                    "DELETE FROM message WHERE mailbox = ? AND uid BETWEEN ? AND ?",
                    gone.mailbox(),
                    gone.first(),
                    gone.last());
        } else if (change instanceof Change.Done done) {
            sql.update(
                    "INSERT INTO operation (account, id, done, outcome) VALUES (?, ?, ?, ?)",
                    done.account(),
                    done.operationId(),
                    done.at(),
                    done.outcome());
        } else {
            writeMailbox(change, sql);
        }
    }

    private static void writeMailbox(Change change, Sql sql) throws SQLException {
        if (change instanceof Change.MailboxChanged changed) {
            Box box = changed.box();
            sql.update(
                    "UPDATE mailbox SET uid_next = ?, modseq = ?, messages = ?, octets = ? WHERE id = ?",
                    box.uidNext(),
                    box.modSeq(),
                    box.messages(),
                    box.octets(),
                    box.key());
        } else if (change instanceof Change.NewMailbox made) {
            sql.update("""
                    INSERT INTO mailbox (id, account, mailbox_id, name, uid_validity, uid_next, modseq, messages, octets)
                    VALUES (?, ?, ?, ?, ?, 1, ?, 0, 0)
                    """, made.key(), made.account(), made.id(), made.name(), made.uidValidity(), made.modSeq());
        } else if (change instanceof Change.MailboxRenamed renamed) {
            sql.update("UPDATE mailbox SET name = ? WHERE id = ?", renamed.name(), renamed.key());
        } else if (change instanceof Change.MailboxDeleted deleted) {
            // Its messages are swept out later.
            sql.update("DELETE FROM mailbox WHERE id = ?", deleted.key());
            sql.update("INSERT INTO doomed (mailbox) VALUES (?)", deleted.key());
        } else {
            writeAccount(change, sql);
        }
    }

    private static void writeAccount(Change change, Sql sql) throws SQLException {
        if (change instanceof Change.NewAccount made) {
            sql.update(
                    "INSERT INTO account (id, name, modseq, uid_validity) VALUES (?, ?, 0, 0)",
                    made.key(),
                    made.account().value());
        } else if (change instanceof Change.AccountChanged changed) {
            sql.update(
                    "UPDATE account SET modseq = ?, uid_validity = ? WHERE id = ?",
                    changed.modSeq(),
                    changed.uidValidity(),
                    changed.key());
        } else if (change instanceof Change.Subscribed step) {
            sql.update("INSERT INTO subscription (account, name) VALUES (?, ?)", step.account(), step.name());
        } else if (change instanceof Change.Unsubscribed step) {
            sql.update("DELETE FROM subscription WHERE account = ? AND name = ?", step.account(), step.name());
        } else if (change instanceof Change.AccountErased erased) {
            sql.update("DELETE FROM operation WHERE account = ?", erased.key());
            sql.update("DELETE FROM subscription WHERE account = ?", erased.key());
            sql.update("DELETE FROM account WHERE id = ?", erased.key());
        }
    }

    private static void insert(Change.NewMessage message, String emailId, Sql sql) throws SQLException {
        Entry entry = message.entry();
        sql.update(
                """
                INSERT INTO message (mailbox, uid, modseq, octets, received, flags, email_id, content)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                message.mailbox(),
                entry.uid(),
                entry.modSeq(),
                entry.size(),
                entry.received(),
                message.flags(),
                emailId,
                entry.content());
    }

    private static void write(Change.Copies copies, Sql sql) throws SQLException {
        Map<Long, String> emailIds = new HashMap<>();
        long[] uids = copies.sourceUids();
        sql.query(
                "SELECT uid, email_id FROM message WHERE mailbox = ? AND uid BETWEEN ? AND ?",
                row -> emailIds.put(row.getLong(1), row.getString(2)) == null,
                copies.source(),
                uids[0],
                uids[uids.length - 1]);
        for (int i = 0; i < uids.length; i++) {
            insert(copies.copies().get(i), emailIds.getOrDefault(uids[i], ""), sql);
        }
    }

    /** Whether this operation is in the database. Whose it is can be seen from what it returned: no modseq is used twice. */
    static Row.Trace trace(Change.Done done, Sql sql) throws SQLException {
        Optional<byte[]> kept = sql.first(
                "SELECT outcome FROM operation WHERE account = ? AND id = ?",
                row -> row.getBytes(1),
                done.account(),
                done.operationId());
        return kept.map(outcome -> Arrays.equals(outcome, done.outcome()) ? Row.Trace.OWN : Row.Trace.OTHERS)
                .orElse(Row.Trace.NONE);
    }
}
