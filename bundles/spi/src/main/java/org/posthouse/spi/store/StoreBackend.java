package org.posthouse.spi.store;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Changes;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Mailboxes;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreCare;
import org.posthouse.api.store.StoreOp;

/**
 * Keeps mail of accounts; an account is the unit of ordering. Names, quota, rights and notices are core's. Called by many threads. A
 * failure says by its kind whether anything has happened; a mailbox or message that is not there is PERMANENT. The contract that every
 * store passes is {@code StoreContract} in the compatibility kit.
 */
@ConsumerType
public interface StoreBackend {
    /**
     * This store keeps the mail: what its calls need may be opened now. Asked in the background, also of the next version, and again and
     * again. A store that is never called leaves its data closed: it is there beside the one that keeps the mail.
     */
    default void open() throws MailException {}

    /**
     * What of a store that was made in this home is not where it should be, in words for an administrator, as when a file system is not
     * mounted: opening would make an empty one in its place. Makes and opens nothing. Empty: it is there, or this store cannot tell.
     */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /** Of an account nobody has written to: none. */
    Mailboxes mailboxes(AccountId account) throws MailException;

    Snapshot read(AccountId account, String mailboxId) throws MailException;

    Changes since(AccountId account, String mailboxId, ModSeq seen) throws MailException;

    Content content(AccountId account, String mailboxId, long uid) throws MailException;

    /** As given with {@link StoreOp.Append}. */
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
     * All or nothing, durable on return. The same operation id again (within an hour at least, also after a crash) changes nothing and
     * returns what it returned. CONFLICT if the account does not stand at base any more.
     */
    Committed commit(AccountId account, String operationId, Optional<ModSeq> base, List<StoreOp> steps)
            throws MailException;

    MailStore.Usage usage(AccountId account) throws MailException;

    /** Everything of this account, for good. */
    void erase(AccountId account) throws MailException;

    /** For who looks after what is kept here; empty: this store looks after itself. */
    default Optional<StoreCare> care() {
        return Optional.empty();
    }
}
