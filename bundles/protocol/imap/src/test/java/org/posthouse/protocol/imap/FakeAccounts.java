package org.posthouse.protocol.imap;

import java.util.Optional;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.account.Entry;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Client;

/** Kate and Ron, each with the password {@code posthouse}. */
final class FakeAccounts implements Accounts {
    static final AccountId KATE = new AccountId("kate");
    static final AccountId RON = new AccountId("ron");

    private boolean away;

    void away(boolean value) {
        away = value;
    }

    @Override
    public Optional<Entry> entry(Address address) {
        return Optional.empty();
    }

    @Override
    public Optional<Account> account(AccountId id) {
        return Optional.empty();
    }

    @Override
    public boolean hasDomain(String domain) {
        return false;
    }

    @Override
    public Optional<Account> login(Client client, String protocol, String name, char[] password) throws MailException {
        if (away) {
            throw MailException.notNow("The directory is away");
        }
        if (!protocol.equals("imap") || !new String(password).equals("posthouse")) {
            return Optional.empty();
        }
        return switch (name) {
            case "kate@school.edu" ->
                Optional.of(
                        Account.builder(KATE, new Address("kate", "school.edu")).build());
            case "ron@example.com" ->
                Optional.of(
                        Account.builder(RON, new Address("ron", "example.com")).build());
            default -> Optional.empty();
        };
    }
}
