package org.posthouse.api.account;

import java.util.List;
import org.posthouse.api.mail.Address;

/** What a directory holds under an address. */
public sealed interface Entry {
    /** Somebody's own address. */
    record Person(Account account) implements Entry {}

    /** Stands for these. */
    record Alias(List<Address> targets) implements Entry {
        public Alias {
            targets = List.copyOf(targets);
        }
    }
}
