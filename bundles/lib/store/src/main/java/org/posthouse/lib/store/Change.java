package org.posthouse.lib.store;

import java.util.List;
import org.posthouse.api.mail.AccountId;

/** One change that a commit makes, in the order in which it makes them. Accounts and mailboxes go by their numbers in the store. */
public sealed interface Change {
    record NewAccount(long key, AccountId account) implements Change {}

    /** What the account stands at, if none of its mailboxes tells. */
    record AccountChanged(long key, long modSeq, long uidValidity) implements Change {}

    record NewMailbox(long account, long key, String id, String name, long uidValidity, long modSeq)
            implements Change {}

    record MailboxRenamed(long key, String name) implements Change {}

    /** What its counters stand at. */
    record MailboxChanged(Box box) implements Change {}

    /** With its messages. */
    record MailboxDeleted(long key) implements Change {}

    record Subscribed(long account, String name) implements Change {}

    record Unsubscribed(long account, String name) implements Change {}

    record NewMessage(long mailbox, Entry entry, String flags, String emailId) implements Change {}

    /** Messages made of others, which are there by then, and have the email ids. */
    record Copies(long source, long[] sourceUids, List<NewMessage> copies) implements Change {}

    /** All messages of this range have these flags. */
    record Reflagged(long mailbox, long first, long last, String flags, long modSeq) implements Change {}

    record Expunged(long mailbox, long first, long last) implements Change {}

    /** Remembers what an operation returned, in the octets of {@link Outcome}. */
    record Done(long account, String operationId, long at, byte[] outcome) implements Change {}

    /** The account and all that hangs on it; its mailboxes are deleted by changes of their own. */
    record AccountErased(long key) implements Change {}
}
