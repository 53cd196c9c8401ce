package org.posthouse.core.mailstore;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.account.Entry;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.net.Client;

/** Accounts of which only the quota matters. */
final class FixedAccounts implements Accounts {
    private final Map<AccountId, Account> accounts = new HashMap<>();

    void quota(AccountId id, long octets) {
        Address address = Address.parse("someone@school.edu").orElseThrow();
        accounts.put(id, Account.builder(id, address).quota(octets).build());
    }

    void put(Account account) {
        accounts.put(account.id(), account);
    }

    @Override
    public Optional<Entry> entry(Address address) {
        return Optional.empty();
    }

    @Override
    public Optional<Account> account(AccountId id) {
        return Optional.ofNullable(accounts.get(id));
    }

    @Override
    public boolean hasDomain(String domain) {
        return false;
    }

    @Override
    public Optional<Account> login(Client client, String protocol, String name, char[] password) {
        return Optional.empty();
    }
}
