package org.posthouse.store.jdbc;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.posthouse.api.mail.AccountId;

/** One change of the database, written in the order of its commit. */
interface Row {
    void write(Sql sql) throws SQLException;

    record NewAccount(long key, AccountId account) implements Row {
        @Override
        public void write(Sql sql) throws SQLException {
            sql.update(
                    "INSERT INTO account (id, name, modseq, uid_validity) VALUES (?, ?, 0, 0)", key, account.value());
        }
    }

    /** What the account stands at, if none of its mailboxes tells. */
    record AccountChanged(long key, long modSeq, long uidValidity) implements Row {
        @Override
        public void write(Sql sql) throws SQLException {
            sql.update("UPDATE account SET modseq = ?, uid_validity = ? WHERE id = ?", modSeq, uidValidity, key);
        }
    }

    record NewMailbox(long account, long key, String id, String name, long uidValidity, long modSeq) implements Row {
        @Override
        public void write(Sql sql) throws SQLException {
            sql.update("""
                    INSERT INTO mailbox (id, account, mailbox_id, name, uid_validity, uid_next, modseq, messages, octets)
                    VALUES (?, ?, ?, ?, ?, 1, ?, 0, 0)
                    """, key, account, id, name, uidValidity, modSeq);
        }
    }

    record MailboxRenamed(long key, String name) implements Row {
        @Override
        public void write(Sql sql) throws SQLException {
            sql.update("UPDATE mailbox SET name = ? WHERE id = ?", name, key);
        }
    }

    record MailboxChanged(Box box) implements Row {
        @Override
        public void write(Sql sql) throws SQLException {
            sql.update(
                    "UPDATE mailbox SET uid_next = ?, modseq = ?, messages = ?, octets = ? WHERE id = ?",
                    box.uidNext(),
                    box.modSeq(),
                    box.messages(),
                    box.octets(),
                    box.key());
        }
    }

    /** Its messages are swept out later. */
    record MailboxDeleted(long key) implements Row {
        @Override
        public void write(Sql sql) throws SQLException {
            sql.update("DELETE FROM mailbox WHERE id = ?", key);
            sql.update("INSERT INTO doomed (mailbox) VALUES (?)", key);
        }
    }

    record Subscribed(long account, String name) implements Row {
        @Override
        public void write(Sql sql) throws SQLException {
            sql.update("INSERT INTO subscription (account, name) VALUES (?, ?)", account, name);
        }
    }

    record Unsubscribed(long account, String name) implements Row {
        @Override
        public void write(Sql sql) throws SQLException {
            sql.update("DELETE FROM subscription WHERE account = ? AND name = ?", account, name);
        }
    }

    record NewMessage(long mailbox, Entry entry, String flags, String emailId) implements Row {
        @Override
        public void write(Sql sql) throws SQLException {
            sql.update(
                    """
                    INSERT INTO message (mailbox, uid, modseq, octets, received, flags, email_id, content)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    mailbox,
                    entry.uid(),
                    entry.modSeq(),
                    entry.size(),
                    entry.received(),
                    flags,
                    emailId,
                    entry.content());
        }
    }

    /** Messages made of others, which are there by then: the email ids come from their rows. */
    record Copies(long source, long[] sourceUids, List<NewMessage> copies) implements Row {
        @Override
        public void write(Sql sql) throws SQLException {
            Map<Long, String> emailIds = new HashMap<>();
            sql.query(
                    "SELECT uid, email_id FROM message WHERE mailbox = ? AND uid BETWEEN ? AND ?",
                    row -> emailIds.put(row.getLong(1), row.getString(2)) == null,
                    source,
                    sourceUids[0],
                    sourceUids[sourceUids.length - 1]);
            for (int i = 0; i < sourceUids.length; i++) {
                NewMessage copy = copies.get(i);
                String emailId = emailIds.getOrDefault(sourceUids[i], "");
                new NewMessage(copy.mailbox(), copy.entry(), copy.flags(), emailId).write(sql);
            }
        }
    }

    /** All messages of this range have these flags. */
    record Reflagged(long mailbox, long first, long last, String flags, long modSeq) implements Row {
        @Override
        public void write(Sql sql) throws SQLException {
            sql.update(
                    "UPDATE message SET flags = ?, modseq = ? WHERE mailbox = ? AND uid BETWEEN ? AND ?",
                    flags,
                    modSeq,
                    mailbox,
                    first,
                    last);
        }
    }

    record Expunged(long mailbox, long first, long last) implements Row {
        @Override
        public void write(Sql sql) throws SQLException {
            sql.update("DELETE FROM message WHERE mailbox = ? AND uid BETWEEN ? AND ?", mailbox, first, last);
        }
    }

    /** Remembers what an operation returned. */
    record Done(long account, String operationId, long at, byte[] outcome) implements Row {
        boolean isThere(Sql sql) throws SQLException {
            return sql.first(
                            "SELECT done FROM operation WHERE account = ? AND id = ?",
                            row -> row.getLong(1),
                            account,
                            operationId)
                    .isPresent();
        }

        @Override
        public void write(Sql sql) throws SQLException {
            sql.update(
                    "INSERT INTO operation (account, id, done, outcome) VALUES (?, ?, ?, ?)",
                    account,
                    operationId,
                    at,
                    outcome);
        }
    }

    /** The account and all that hangs on it; its mailboxes are doomed by rows of their own. */
    record AccountErased(long key) implements Row {
        @Override
        public void write(Sql sql) throws SQLException {
            sql.update("DELETE FROM operation WHERE account = ?", key);
            sql.update("DELETE FROM subscription WHERE account = ?", key);
            sql.update("DELETE FROM account WHERE id = ?", key);
        }
    }
}
