package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** Attacks by IMAP, from the address of the attack under way. */
abstract class ImapAttacks extends Attacks {
    /** Greeted, and no more. */
    static Caller stranger() throws IOException {
        Caller caller = siege.caller(143);
        assertThat(caller.line()).startsWith("* OK [");
        return caller;
    }

    static Caller kate() throws IOException {
        return user(KATE);
    }

    /** Logged in. */
    static Caller user(String name) throws IOException {
        Caller caller = stranger();
        caller.expect("l OK", "l LOGIN " + name + " posthouse");
        return caller;
    }

    /** Kate, who has selected a mailbox of hers. */
    static Caller in(String mailbox) throws IOException {
        Caller caller = kate();
        caller.expect("s OK", "s SELECT " + mailbox);
        return caller;
    }

    /** How many messages an INBOX has. */
    static int count(String user) throws IOException {
        try (Imap imap = siege.server().imap(user)) {
            return imap.count("INBOX");
        }
    }
}
