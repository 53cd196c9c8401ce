package org.posthouse.api.route;

import java.util.List;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.Address;

/** What an address is. */
public sealed interface Route {
    /** The address this is the answer for. */
    Address address();

    /** A mailbox of ours; takes mail. */
    record Mailbox(Address address, Account account) implements Route {}

    /** Stands for others. */
    record Alias(Address address, List<Address> targets) implements Route {
        public Alias {
            targets = List.copyOf(targets);
        }
    }

    /** An account whose mail goes on to others, and stays as well if a copy is kept. */
    record Forwarded(Address address, Account account) implements Route {
        public Forwarded {
            if (account.forward().isEmpty()) {
                throw new IllegalArgumentException(address + " is not forwarded");
            }
        }
    }

    /** Not of our domains. */
    record Remote(Address address) implements Route {}

    /** Of our domains, but nobody; or somebody who takes no mail. The reason is fit for a reply. */
    record Nobody(Address address, String reason) implements Route {}
}
