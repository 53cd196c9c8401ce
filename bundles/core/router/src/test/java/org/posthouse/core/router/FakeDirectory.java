package org.posthouse.core.router;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.account.Directory;
import org.posthouse.api.account.Entry;
import org.posthouse.api.account.NewAccount;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Client;

/** Accounts and aliases in memory. */
final class FakeDirectory implements Accounts, Directory {
    private final Set<String> domains = new LinkedHashSet<>();
    private final Map<String, Entry> entries = new HashMap<>();
    private boolean away;

    FakeDirectory domain(String name) {
        domains.add(name);
        return this;
    }

    FakeDirectory person(Account account) {
        entries.put(account.address().toString(), new Entry.Person(account));
        return this;
    }

    FakeDirectory alias(String alias, String... targets) {
        entries.put(
                alias,
                new Entry.Alias(Stream.of(targets)
                        .map(target -> Address.parse(target).orElseThrow())
                        .toList()));
        return this;
    }

    void away() {
        away = true;
    }

    @Override
    public Optional<Entry> entry(Address address) throws MailException {
        check();
        return Optional.ofNullable(entries.get(address.toString().toLowerCase(Locale.ROOT)));
    }

    @Override
    public boolean hasDomain(String domain) throws MailException {
        check();
        return domains.contains(domain);
    }

    @Override
    public Set<String> domains() throws MailException {
        check();
        return domains;
    }

    private void check() throws MailException {
        if (away) {
            throw MailException.notNow("the directory is away");
        }
    }

    @Override
    public Optional<Account> account(AccountId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Account> login(Client client, String protocol, String name, char[] password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void addDomain(String domain) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void removeDomain(String domain) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Account> find(Address address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Account> accounts(Optional<String> domain) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Account> add(List<NewAccount> accounts) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void change(Account account) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setPassword(Address address, char[] password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(Address address, boolean keepMail) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<Address, List<Address>> aliases() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void putAlias(Address alias, List<Address> targets) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean removeAlias(Address alias) {
        throw new UnsupportedOperationException();
    }
}
