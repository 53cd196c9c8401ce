package org.posthouse.spi.directory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Entry;
import org.posthouse.api.account.Listed;
import org.posthouse.api.account.ListedAliases;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;

/** Knows accounts and addresses of some domains. Stands behind core.accounts, which gates, caches and merges. Local parts compare without case, domains in the form {@link Address} has them. */
@ConsumerType
public interface DirectoryBackend {
    Set<String> domains() throws MailException;

    Optional<Entry> entry(Address address) throws MailException;

    Optional<Account> account(AccountId account) throws MailException;

    /** What a password or its proof is checked with, by {@link Verifier} name; empty for one without a password. */
    Map<String, byte[]> verifiers(AccountId account) throws MailException;

    /** For directories that check passwords themselves (LDAP bind); empty: use the verifiers. */
    default Optional<Boolean> verify(AccountId account, char[] password) throws MailException {
        return Optional.empty();
    }

    /** Of one domain, by address. */
    List<Account> accounts(String domain) throws MailException;

    /** Of one domain, those whose address or name has this text in it, whatever its case: so many at most, after so many; none if 0. */
    default Listed search(String domain, String text, int skip, int most) throws MailException {
        return Listed.of(accounts(domain), text, skip, most);
    }

    /** Of one domain. */
    Map<Address, List<Address>> aliases(String domain) throws MailException;

    /** Of one domain, those that have this text in them or in what they stand for, whatever its case: so many at most, after so many; none if 0. */
    default ListedAliases searchAliases(String domain, String text, int skip, int most) throws MailException {
        return ListedAliases.of(aliases(domain), text, skip, most);
    }

    /** All or nothing, durable on return; a PERMANENT failure names what does not fit (taken, unknown, not empty). */
    default void apply(List<DirectoryOp> steps) throws MailException {
        throw new MailException(
                MailException.Kind.PERMANENT,
                new Status(5, 3, 3),
                "this directory can be read only: change it at its source");
    }
}
