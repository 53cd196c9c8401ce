package org.posthouse.api.store;

import java.util.Collection;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.MailException;

/**
 * Room in mailboxes for mail that is accepted and not delivered yet, so that two mails cannot both be promised the last of it. A mail of
 * which several copies go to one account, by subaddresses or aliases, has room for each of them. Kept in
 * memory: who keeps mail that waits tells it anew after a restart. Any thread; answers without asking a store, but for the first time an
 * account is asked for.
 */
@ProviderType
public interface MailRoom {
    /**
     * Asks whether there is room for a mail of which nothing has come yet, and keeps none: who only asks takes nothing from anybody.
     *
     * @param copies how many of it go to this account
     * @param octets of the message as far as they are declared; 0 if nothing is
     * @throws MailException there is none: MAILBOX_FULL, or its permanent twin, as is set
     */
    void ask(Account account, int copies, long octets) throws MailException;

    /**
     * Keeps room for a mail, by its queue id, for all its copies or none; each that is delivered takes its own share of it, what is left
     * stays until it is {@link #release released}. Asked again for the same mail and account, the larger of both numbers and sizes is
     * kept, or, if there is no room for that, what was kept before.
     *
     * @param account of an unlimited one nothing is kept
     * @param copies how many of it go to this account
     * @param octets of the message as far as they are known; 0 if nothing is
     * @throws MailException the account's quota has no room for all of them: MAILBOX_FULL, or its permanent twin, as is set
     */
    void reserve(Account account, String queueId, int copies, long octets) throws MailException;

    /**
     * Keeps room for a mail that is accepted already, whether there is any or not. Told after a restart, and again whenever fewer or others
     * wait for it.
     *
     * @param accounts those who have not got it yet, each as often as copies are still to come: from now on room is kept for this mail
     *     with them and nowhere else
     */
    void restore(String queueId, Collection<Account> accounts, long octets);

    /** This mail needs no more room: it is delivered, or will never be. */
    void release(String queueId);
}
