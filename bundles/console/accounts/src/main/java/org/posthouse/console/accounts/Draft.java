package org.posthouse.console.accounts;

import java.util.List;
import java.util.Set;

/** An account as it was typed and not made; its password is not kept. */
record Draft(
        String address,
        String name,
        String quota,
        String quotaMessages,
        Set<String> protocols,
        boolean enabled,
        boolean administrator) {
    /** Names the parameter of the page's address. */
    static final String PARAMETER = "draft";

    /** What nobody has typed anything into. */
    static final Draft EMPTY = new Draft("", "", "", "", Set.copyOf(List.of("imap", "pop3", "smtp")), true, false);

    Draft {
        protocols = Set.copyOf(protocols);
    }
}
