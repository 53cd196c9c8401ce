package org.posthouse.console.accounts;

import org.posthouse.api.account.Account;
import org.posthouse.api.account.Directory;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.dns.Resolver;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.route.Router;
import org.posthouse.api.store.MailStore;

/** What the page asks. */
record House(Directory directory, MailStore store, Router router, Configurations configurations, Resolver resolver) {
    Account account(Address address) throws MailException {
        return directory
                .find(address)
                .orElseThrow(() -> new MailException(
                        MailException.Kind.PERMANENT, Status.NO_SUCH_MAILBOX, "there is no account " + address));
    }
}
