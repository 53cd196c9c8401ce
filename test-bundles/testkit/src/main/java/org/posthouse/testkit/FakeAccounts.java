package org.posthouse.testkit;

import java.util.Map;
import java.util.Optional;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.account.Entry;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Client;

/** Kate and Ron, who log in by whole address, each with the password {@code posthouse}, by one protocol. Safe from any thread. */
public final class FakeAccounts implements Accounts {
    public static final AccountId KATE = new AccountId("kate");
    public static final AccountId RON = new AccountId("ron");

    private static final Map<String, Account> ACCOUNTS = Map.of(
            "kate@school.edu",
            Account.builder(KATE, new Address("kate", "school.edu")).build(),
            "ron@example.com",
            Account.builder(RON, new Address("ron", "example.com")).build());

    private final String protocol;
    private volatile boolean away;

    /** @param protocol logins by any other are refused */
    public FakeAccounts(String protocol) {
        this.protocol = protocol;
    }

    /** Whether nobody can be asked for now, as when the directory is being replaced. */
    public void away(boolean value) {
        away = value;
    }

    @Override
    public Optional<Entry> entry(Address address) {
        return Optional.empty();
    }

    @Override
    public Optional<Account> account(AccountId id) {
        return ACCOUNTS.values().stream()
                .filter(account -> account.id().equals(id))
                .findFirst();
    }

    @Override
    public boolean hasDomain(String domain) {
        return false;
    }

    @Override
    public Optional<Account> login(Client client, String by, String name, char[] password) throws MailException {
        if (away) {
            throw MailException.notNow("The directory is away");
        }
        boolean right = by.equals(protocol) && String.valueOf(password).equals("posthouse");
        return right ? Optional.ofNullable(ACCOUNTS.get(name)) : Optional.empty();
    }
}
