package org.posthouse.lib.wire.smtp;

import org.posthouse.api.mail.Reply;
import org.posthouse.api.mail.Status;

/** A command that breaks the grammar; becomes {@link SmtpCommand.Malformed}. */
final class Fault extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Reply reply;

    private Fault(Reply reply) {
        super(reply.text(), null, false, false);
        this.reply = reply;
    }

    /** Wrong arguments, RFC 5321 §4.2.2, RFC 3463 §3.6. */
    static Fault arguments(String text) {
        return new Fault(new Reply(501, new Status(5, 5, 4), text));
    }

    /** The command cannot be read at all. */
    static Fault unreadable(String text) {
        return new Fault(new Reply(500, new Status(5, 5, 2), text));
    }

    /** A path that is none; the detail is 7 for senders and 3 for recipients, RFC 3463 §3.2. */
    static Fault path(int detail, String text) {
        return new Fault(new Reply(501, new Status(5, 1, detail), text));
    }

    /** An address that needs SMTPUTF8, which was not agreed upon, RFC 6531 §3.5. */
    static Fault nonAscii() {
        return new Fault(new Reply(553, new Status(5, 6, 7), "Non-ASCII addresses are not taken here"));
    }

    Reply reply() {
        return reply;
    }
}
