package org.posthouse.api.account;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;

/** Administration of domains, accounts and aliases. Every change is durable on return and seen at once by all who ask {@link Accounts}. */
@ProviderType
public interface Directory {
    Set<String> domains() throws MailException;

    /** Makes a domain, with postmaster and abuse as aliases of an administrator where there is one, RFC 2142. */
    void addDomain(String domain) throws MailException;

    /** Removes an empty domain; refused while it has accounts. */
    void removeDomain(String domain) throws MailException;

    /** By address; an alias is not an account. */
    Optional<Account> find(Address address) throws MailException;

    /** All, or those of one domain, by address. */
    List<Account> accounts(Optional<String> domain) throws MailException;

    /**
     * Those whose address or name has this text in it, whatever its case, by domain and address: so many at most, after so many. However
     * many there are, only these are held in memory where the directory can do so.
     */
    default Listed search(Optional<String> domain, String text, int skip, int most) throws MailException {
        return Listed.of(accounts(domain), text, skip, most);
    }

    /** Makes accounts, all or none; refused if an address is taken, its domain is not ours, or a password is too weak to be one. */
    List<Account> add(List<NewAccount> accounts) throws MailException;

    /** The same; while passwords are made ready, which takes long, the pace is told of it in the caller's thread. */
    default List<Account> add(List<NewAccount> accounts, Pace pace) throws MailException {
        return add(accounts);
    }

    /** Is told how far it is. */
    @FunctionalInterface
    interface Pace {
        /** Whether to go on; if not, nothing is made, and that is a refusal. */
        boolean at(int done, int of);
    }

    /**
     * Replaces what can be changed of an account: all but its id and password. Aliases and forwards that name its former address name
     * the new one from then on, all in one change. Refused if it would be forwarded to itself, or to more than 1 000, or while what
     * names its former address is in another directory.
     */
    void change(Account account) throws MailException;

    /**
     * Gives an account another address; mail, aliases and forwards follow it.
     *
     * @param keep whether the former address stays, as an alias
     */
    default Account rename(Account account, Address address, boolean keep) throws MailException {
        Account renamed = account.change().address(address).build();
        change(renamed);
        if (keep && !account.address().equals(address)) {
            putAlias(account.address(), List.of(address));
        }
        return renamed;
    }

    void setPassword(Address address, char[] password) throws MailException;

    /** Removes the account; its mail too, unless kept. Refused while an alias or forward names its address: that mail would be lost. */
    void remove(Address address, boolean keepMail) throws MailException;

    Map<Address, List<Address>> aliases() throws MailException;

    /** What this alias stands for; empty if there is no such alias. */
    default List<Address> targets(Address alias) throws MailException {
        return aliases().getOrDefault(alias, List.of());
    }

    /**
     * Aliases of all domains, or of one, that have this text in them or in what they stand for, whatever its case: so many at most,
     * after so many. However many there are, only these are held in memory where the directory can do so.
     */
    default ListedAliases searchAliases(Optional<String> domain, String text, int skip, int most) throws MailException {
        Map<Address, List<Address>> those = new LinkedHashMap<>(aliases());
        domain.ifPresent(its -> those.keySet().removeIf(alias -> !alias.domain().equals(Address.canonical(its))));
        return ListedAliases.of(those, text, skip, most);
    }

    /** Addresses that stand for this one, alone or among others. */
    default List<Address> aliasesOf(Address address) throws MailException {
        return aliases().entrySet().stream()
                .filter(each -> each.getValue().contains(address))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Makes or replaces an alias. The alias {@code *@domain} is the domain's catch-all: it stands for every address of the domain that
     * is nobody's; {@code *@other} as its target passes the local part on. Refused if it would stand for itself, or for more than 1 000.
     */
    void putAlias(Address alias, List<Address> targets) throws MailException;

    /**
     * Makes an alias that is new, or says the same.
     *
     * @throws MailException of kind CONFLICT if it stands for others already
     */
    default void addAlias(Address alias, List<Address> targets) throws MailException {
        List<Address> before = targets(alias);
        if (!before.isEmpty() && !before.equals(targets)) {
            throw new MailException(
                    MailException.Kind.CONFLICT,
                    new Status(5, 3, 0),
                    alias + " stands for "
                            + before.stream().map(Address::toString).collect(Collectors.joining(", ")) + " already");
        }
        putAlias(alias, targets);
    }

    /** False if there was none. */
    boolean removeAlias(Address alias) throws MailException;
}
