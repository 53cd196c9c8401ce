package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** Attackers by IMAP, from the address of the attack under way. */
record ImapAttackers(Siege siege) {
    static final String KATE = "kate@school.edu";

    /** Greeted, and no more. */
    Caller stranger() throws IOException {
        Caller caller = Caller.from(siege.address(), siege.server().port(143));
        assertThat(caller.line()).startsWith("* OK [");
        return caller;
    }

    Caller kate() throws IOException {
        return user(KATE);
    }

    /** Logged in. */
    Caller user(String name) throws IOException {
        Caller caller = stranger();
        caller.expect("l OK", "l LOGIN " + name + " posthouse");
        return caller;
    }

    /** Kate, who has selected a mailbox of hers. */
    Caller in(String mailbox) throws IOException {
        Caller caller = kate();
        caller.expect("s OK", "s SELECT " + mailbox);
        return caller;
    }

    /** How many messages an INBOX has. */
    int count(String user) throws IOException {
        try (Imap imap = siege.server().imap(user)) {
            return imap.count("INBOX");
        }
    }
}
