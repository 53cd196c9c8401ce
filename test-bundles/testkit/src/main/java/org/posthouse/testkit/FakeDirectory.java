package org.posthouse.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Directory;
import org.posthouse.api.account.NewAccount;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;

/** A directory in memory that believes everything: what may be is the business of who really keeps it. */
public final class FakeDirectory implements Directory {
    public final Map<AccountId, Account> accounts = new LinkedHashMap<>();
    public final Map<Address, List<Address>> aliases = new LinkedHashMap<>();
    public final Map<Address, String> passwords = new LinkedHashMap<>();
    private final Set<String> domains = new TreeSet<>();

    public FakeDirectory(String... domains) {
        this.domains.addAll(List.of(domains));
    }

    public static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    public FakeDirectory account(String address, boolean administrator) {
        AccountId id = new AccountId("a" + accounts.size());
        accounts.put(
                id,
                Account.builder(id, address(address))
                        .administrator(administrator)
                        .build());
        return this;
    }

    public Account account(String address) {
        return find(address(address)).orElseThrow();
    }

    @Override
    public Set<String> domains() {
        return domains;
    }

    @Override
    public void addDomain(String domain) {
        domains.add(domain);
    }

    @Override
    public void removeDomain(String domain) {
        domains.remove(domain);
    }

    @Override
    public Optional<Account> find(Address address) {
        return accounts.values().stream()
                .filter(account -> account.address().equals(address))
                .findFirst();
    }

    @Override
    public List<Account> accounts(Optional<String> domain) {
        return accounts.values().stream()
                .filter(account ->
                        domain.map(account.address().domain()::equals).orElse(true))
                .toList();
    }

    @Override
    public List<Account> add(List<NewAccount> wanted) {
        List<Account> made = new ArrayList<>();
        for (NewAccount each : wanted) {
            AccountId id = new AccountId("a" + accounts.size());
            Account.Builder account = Account.builder(id, each.address())
                    .name(each.name())
                    .enabled(each.enabled())
                    .administrator(each.administrator())
                    .protocols(each.protocols());
            each.quota().ifPresent(account::quota);
            accounts.put(id, account.build());
            each.password().ifPresent(password -> passwords.put(each.address(), new String(password)));
            made.add(account(each.address().toString()));
        }
        return made;
    }

    @Override
    public void change(Account account) {
        accounts.put(account.id(), account);
    }

    @Override
    public void setPassword(Address address, char[] password) {
        passwords.put(address, new String(password));
    }

    @Override
    public void remove(Address address, boolean keepMail) {
        accounts.values().removeIf(account -> account.address().equals(address));
    }

    @Override
    public Map<Address, List<Address>> aliases() {
        return aliases;
    }

    @Override
    public void putAlias(Address alias, List<Address> targets) {
        aliases.put(alias, targets);
    }

    @Override
    public boolean removeAlias(Address alias) {
        return aliases.remove(alias) != null;
    }
}
