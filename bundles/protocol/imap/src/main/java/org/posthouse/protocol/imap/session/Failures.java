package org.posthouse.protocol.imap.session;

import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.lib.wire.imap.ImapLimitException;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.MailboxNameException;

/** Failures of services as completions, with the codes of RFC 5530. */
public final class Failures {
    private static final int MEDIA = 6;

    private Failures() {}

    /** What a client is told whose command could not be read. */
    public static Completion of(ImapSyntaxException failure) {
        if (failure instanceof MailboxNameException) {
            return Completion.no("CANNOT", failure.getMessage());
        }
        return failure instanceof ImapLimitException
                ? Completion.no("LIMIT", failure.getMessage())
                : Completion.bad(failure.getMessage());
    }

    /** What a client is told whose command could not be carried out. */
    public static Completion of(MailException failure) {
        return Completion.no(code(failure), failure.getMessage());
    }

    private static String code(MailException failure) {
        Status status = failure.status();
        if (status.subject() == Status.MAILBOX_FULL.subject() && status.detail() == Status.MAILBOX_FULL.detail()) {
            return "OVERQUOTA";
        }
        if (status.equals(Status.SYSTEM_FULL)) {
            return "LIMIT";
        }
        return switch (failure.kind()) {
            // Somebody else came first, and again and again.
            case CONFLICT -> "INUSE";
            case RETRY, UNKNOWN -> "UNAVAILABLE";
            case PERMANENT -> forGood(failure);
        };
    }

    private static String forGood(MailException failure) {
        if (noSuchMailbox(failure)) {
            return "NONEXISTENT";
        }
        if (damaged(failure)) {
            return "CORRUPTION";
        }
        return failure.getCause() == null ? "CANNOT" : "SERVERBUG";
    }

    /** Whether a mailbox is not there (any more). */
    public static boolean noSuchMailbox(MailException failure) {
        return failure.kind() == MailException.Kind.PERMANENT
                && failure.status().equals(Status.NO_SUCH_MAILBOX);
    }

    /** Whether the store has found what it keeps to be damaged: RFC 3463 §3.7, content or media. */
    public static boolean damaged(MailException failure) {
        return failure.kind() == MailException.Kind.PERMANENT
                && failure.status().subject() == MEDIA;
    }

    /** Something of ours is broken. */
    public static Completion ours() {
        return Completion.no("SERVERBUG", "Something went wrong here; it has been noted");
    }
}
