package org.posthouse.protocol.pop3;

import org.posthouse.api.mail.MailException;

/** One line of the server's, RFC 1939 §3, with the response codes of RFC 2449 §8 and RFC 3206. */
record Reply(boolean ok, String text) {
    /** The subject of a status that tells of damage, RFC 3463 §3.7. */
    private static final int MEDIA = 6;

    static final Reply BYE = ok("Bye");
    static final Reply UNKNOWN = error("No such command");
    static final Reply NOT_YET = error("Log in first");
    static final Reply NOT_ANY_MORE = error("You are logged in");
    static final Reply NO_SUCH_MESSAGE = error("No such message");
    static final Reply DELETED_ALREADY = error("The message is deleted already");
    static final Reply TLS_FIRST = error("Start TLS first");
    static final Reply TLS_IS_ON = error("TLS is on");
    static final Reply NO_TLS = error("There is no TLS here");
    static final Reply USER_FIRST = error("Say USER first");
    static final Reply NO_SUCH_MECHANISM = error("No such mechanism");
    static final Reply CANCELLED = error("Cancelled");
    static final Reply LINE_TOO_LONG = error("Line is too long");
    static final Reply CONTROLS = error("Lines have no CR or NUL within");
    static final Reply WRONG = error("[AUTH] Name or password is wrong");
    static final Reply IN_USE = error("[IN-USE] Another client has this maildrop open");
    static final Reply TOO_MANY_CONNECTIONS = temporary("You have too many connections already");
    static final Reply TOO_MANY_ERRORS = error("Too many errors");
    static final Reply BROKEN = error("[SYS/PERM] Something went wrong here; it has been noted");

    static Reply ok(String text) {
        return new Reply(true, text);
    }

    static Reply error(String text) {
        return new Reply(false, text);
    }

    /** Nothing the client can mend: it may try again later, RFC 3206 §3. */
    static Reply temporary(String text) {
        return error("[SYS/TEMP] " + text);
    }

    /** What the client is told of a failure of services. What is no more there is no failure of the system's. */
    static Reply of(MailException failure) {
        String text = failure.getMessage();
        if (failure.kind() != MailException.Kind.PERMANENT) {
            return temporary(text);
        }
        boolean ours = failure.getCause() != null || failure.status().subject() == MEDIA;
        return error(ours ? "[SYS/PERM] " + text : text);
    }

    String line() {
        return (ok ? "+OK " : "-ERR ") + text;
    }
}
