package org.posthouse.api.store;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Client;

/**
 * Everybody's mail, whichever store keeps it. Stays when a store is replaced: calls wait for the new one, then fail with
 * {@link MailException#notNow}. Every change is durable on return. Mailboxes are named by id; a mailbox that is gone is a PERMANENT failure.
 */
@ProviderType
public interface MailStore {
    /** The same mail, whose changes through it are recorded as this one's. Costs nothing; need not be kept. */
    default MailStore by(Actor actor) {
        return this;
    }

    /** Symbolic name of the plug-in that keeps the mail of this home, also while it is away; empty: that is not settled yet. */
    default Optional<String> keptBy() {
        return Optional.empty();
    }

    /** INBOX is made when it is not there. */
    Mailboxes mailboxes(AccountId account) throws MailException;

    Snapshot read(AccountId account, String mailboxId) throws MailException;

    /** What came after {@code seen}. */
    Changes since(AccountId account, String mailboxId, ModSeq seen) throws MailException;

    /** The message; PERMANENT failure if it is gone. The caller closes it. */
    Content content(AccountId account, String mailboxId, long uid) throws MailException;

    /** What {@code lib.mime} made of the message when it came. */
    byte[] structure(AccountId account, String mailboxId, long uid) throws MailException;

    /**
     * The structures of several messages in their order, as far as they are at hand: empty octets mean that {@link #structure} is to be
     * asked for that one, which may be gone, damaged, or more than fits in with the others.
     */
    default List<byte[]> structures(AccountId account, String mailboxId, long[] uids) throws MailException {
        return Collections.nCopies(uids.length, new byte[0]);
    }

    /**
     * Whole messages in their order, known to be sound, as far as they are at hand: empty octets mean that {@link #content} is to be asked
     * for that one, which may be gone, damaged, or more than fits in with the others. Not to be changed.
     *
     * @param room octets that all of them may have together
     */
    default List<byte[]> messages(AccountId account, String mailboxId, long[] uids, int room) throws MailException {
        return Collections.nCopies(uids.length, new byte[0]);
    }

    /**
     * All or nothing, durable on return. Names of mailboxes are checked; INBOX is neither created, renamed nor deleted;
     * a mailbox that is renamed takes along those below it.
     *
     * @param operationId makes the same call harmless a second time; unique for the account
     * @param base CONFLICT unless the account still stands there; empty: whatever it is
     */
    Committed commit(AccountId account, String operationId, Optional<ModSeq> base, List<StoreOp> steps)
            throws MailException;

    /**
     * Appends one message: finds its structure, respects the quota (MAILBOX_FULL).
     *
     * @param operationId as for {@link #commit}: a delivery asked again is not made again
     */
    Committed append(
            AccountId account,
            String mailboxId,
            Content message,
            Set<String> flags,
            Instant received,
            String operationId)
            throws MailException;

    /** The bell rings after changes in this mailbox until the registration is closed; rings merge, may be spurious, on any thread. */
    Registration watch(AccountId account, String mailboxId, Runnable bell);

    /** Messages from this UID on are recent for the caller and for nobody after it, RFC 3501 §2.3.2; read-only callers take nothing. */
    long takeRecent(AccountId account, String mailboxId, boolean readOnly) throws MailException;

    /**
     * Takes the exclusive lock on an account's maildrop, RFC 1939 §4, for this client; true if it has it (already). The lock ends with
     * {@link #unlock} or with the connection, whichever version of a protocol then serves it. Other protocols do not mind it.
     */
    boolean lock(AccountId account, Client holder) throws MailException;

    /** Gives the lock back; nothing if this client does not have it. */
    void unlock(AccountId account, Client holder);

    /** Octets and messages in use. */
    Usage usage(AccountId account) throws MailException;

    /** For the record alone: a client, as whose this store was asked for, has fetched a whole message, and nothing was changed. */
    default void fetched(AccountId account, String mailboxId, long uid) {}

    /** Removes all mail of an account for good. */
    void erase(AccountId account) throws MailException;

    /**
     * Looks after the store that keeps the mail. A store that is replaced meanwhile, or that cannot do it, is a failure that says so; one
     * piece of work at a time, but for {@link StoreCare#stats}.
     */
    StoreCare care();

    record Usage(long octets, long messages) {}

    /** Ends a watch. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
