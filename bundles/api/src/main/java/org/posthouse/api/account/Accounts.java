package org.posthouse.api.account;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Client;

/** Who is who, and logging in. Answers come from memory where they can; a directory that is away is a temporary failure. */
@ProviderType
public interface Accounts {
    /** What an address of ours is, itself; empty if nobody knows it: catch-alls ({@code *@domain}) and subaddresses are the router's. Postmaster and the case of local parts are taken care of. */
    Optional<Entry> entry(Address address) throws MailException;

    Optional<Account> account(AccountId id) throws MailException;

    /** Whether a directory holds this domain. */
    boolean hasDomain(String domain) throws MailException;

    /**
     * Checks a password (it is not kept). Empty: refused, for whatever reason: the peer is told no more. Takes the time of a password
     * hash also when the name is unknown. Blocks; waits for a small pool of hashers.
     *
     * @param protocol imap, pop3 or smtp: it must be one the account may use; or console: for administrators only
     * @throws MailException temporarily: the directory is away, too many log in, or 4.7.0: after failed logins from there, or for this
     *     name, one must wait
     */
    Optional<Account> login(Client client, String protocol, String name, char[] password) throws MailException;
}
