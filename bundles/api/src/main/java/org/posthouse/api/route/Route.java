package org.posthouse.api.route;

import java.util.List;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Status;

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

    /** Of our domains, but nobody; or somebody who takes no mail. Status and reason are fit for a reply. */
    record Nobody(Address address, Status status, String reason) implements Route {
        public Nobody {
            if (!status.permanent()) {
                throw new IllegalArgumentException("nobody is nobody for good: " + status);
            }
        }

        /** Nobody at all. */
        public Nobody(Address address, String reason) {
            this(address, Status.NO_SUCH_MAILBOX, reason);
        }
    }
}
