package org.posthouse.api.account;

import java.util.List;
import org.posthouse.api.mail.Address;

/** Where mail of an account goes on to, and whether a copy stays in its mailbox. */
public record Forward(List<Address> targets, boolean keepCopy) {
    public Forward {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a forward needs a target");
        }
    }
}
