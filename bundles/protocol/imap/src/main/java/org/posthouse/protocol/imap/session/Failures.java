package org.posthouse.protocol.imap.session;

import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;

/** Failures of services as completions, with the codes of RFC 5530. */
public final class Failures {
    private Failures() {}

    /** What the client is told. */
    public static Completion of(MailException failure) {
        Status status = failure.status();
        String text = failure.getMessage();
        if (status.subject() == Status.MAILBOX_FULL.subject() && status.detail() == Status.MAILBOX_FULL.detail()) {
            return Completion.no("OVERQUOTA", text);
        }
        if (status.equals(Status.SYSTEM_FULL)) {
            return Completion.no("LIMIT", text);
        }
        if (failure.kind() != MailException.Kind.PERMANENT) {
            return Completion.no("UNAVAILABLE", text);
        }
        return Completion.no(failure.getCause() == null ? "CANNOT" : "SERVERBUG", text);
    }

    /** Something of ours is broken. */
    public static Completion ours() {
        return Completion.no("SERVERBUG", "Something went wrong here; it has been noted");
    }
}
