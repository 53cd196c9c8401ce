package org.posthouse.protocol.smtp;

import java.util.Optional;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.account.Entry;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Client;

/** Knows kate, whose password is posthouse; {@code away} cannot be asked about. */
final class FakeAccounts implements Accounts {
    private static final Account KATE = Account.builder(new AccountId("a1"), new Address("kate", "school.edu"))
            .build();

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
        if (name.equals("away")) {
            throw MailException.notNow("The directory is away");
        }
        boolean right = protocol.equals("smtp")
                && name.equals("kate")
                && String.valueOf(password).equals("posthouse");
        return right ? Optional.of(KATE) : Optional.empty();
    }
}
