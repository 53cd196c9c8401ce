package org.posthouse.api.store;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;

/**
 * Looks after the mail that a store keeps, while mail comes and goes: an account is held for a moment at most, but for what is said
 * below. Long work, on the caller's thread; it ends early when who watches says so, or when the store is closed, and then all is as good
 * as before. Nothing is destroyed: what is cut out lies in the store's quarantine.
 */
@ConsumerType
public interface StoreCare {
    /** What is there, from what is known without reading messages. */
    StoreStats stats() throws MailException;

    /**
     * Compares what says where messages are, and how many, with the messages themselves, and each of these with its checksum.
     *
     * @param account this one only; empty: all of them, and what belongs to none
     * @param repair whether that is mended which can be; what is told as mended is so on disk
     * @return what was looked at
     */
    CareReport check(Optional<AccountId> account, boolean repair, CareWatch watch) throws MailException;

    /**
     * Counts messages and octets of an account's mailboxes anew; what was wrong is told, and right on return.
     *
     * @return what was counted
     */
    CareReport recount(AccountId account, CareWatch watch) throws MailException;

    /**
     * Makes all that says where an account's messages are, and what became of them, anew from the messages and their history alone: the
     * same UIDs, flags and dates. What cannot be had is told. Changes of this account wait, the others go on.
     *
     * @return what was brought back
     */
    CareReport rebuild(AccountId account, CareWatch watch) throws MailException;

    /**
     * Gives back the room of what is not wanted any more.
     *
     * @return how many files went, and how many octets less are used on disk
     */
    CareReport compact(CareWatch watch) throws MailException;
}
