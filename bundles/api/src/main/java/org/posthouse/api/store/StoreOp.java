package org.posthouse.api.store;

import java.time.Instant;
import java.util.Set;
import org.posthouse.api.mail.Content;

/**
 * One step of a commit. Names are valid and checked before: a store keeps what it is told. UIDs that are not there (any more) are passed
 * over. Ids of new mailboxes are given by the caller, so that later steps of the same commit can use them.
 */
public sealed interface StoreOp {
    /** Fails the commit if the name is taken. */
    record CreateMailbox(String mailboxId, String name) implements StoreOp {}

    /** This mailbox alone: those below it are steps of their own. Fails the commit if the name is taken. */
    record RenameMailbox(String mailboxId, String name) implements StoreOp {}

    /** With all messages in it; its id and UIDVALIDITY never come back. */
    record DeleteMailbox(String mailboxId) implements StoreOp {}

    record Subscribe(String name, boolean subscribed) implements StoreOp {}

    /**
     * A new message. The structure is what {@code lib.mime} made of it, kept beside it as is; the email id names the message over all
     * its copies, RFC 8474.
     */
    record Append(
            String mailboxId, Content message, byte[] structure, Set<String> flags, Instant received, String emailId)
            implements StoreOp {
        public Append {
            flags = Set.copyOf(flags);
        }
    }

    /** To another mailbox of the account, with flags and dates; as a move the originals go in the same commit, RFC 6851. */
    record Copy(String fromMailboxId, long[] uids, String toMailboxId, boolean move) implements StoreOp {}

    record Flags(String mailboxId, long[] uids, Set<String> add, Set<String> remove) implements StoreOp {
        public Flags {
            add = Set.copyOf(add);
            remove = Set.copyOf(remove);
        }
    }

    /** Sets exactly these flags. */
    record ReplaceFlags(String mailboxId, long[] uids, Set<String> flags) implements StoreOp {
        public ReplaceFlags {
            flags = Set.copyOf(flags);
        }
    }

    record Expunge(String mailboxId, long[] uids) implements StoreOp {}
}
