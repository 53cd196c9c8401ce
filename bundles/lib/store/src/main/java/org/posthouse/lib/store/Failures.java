package org.posthouse.lib.store;

import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;

/** What this store says when it cannot. */
public final class Failures {
    private static final Status MAILBOX = new Status(5, 2, 0);
    private static final Status MEDIA = new Status(5, 6, 0);

    private static final int DEEPEST = 16;

    private Failures() {}

    /** Nothing has happened; says so when the disk is full. */
    public static MailException of(Throwable cause) {
        if (isFull(cause)) {
            return full(cause);
        }
        return cause instanceof MailException known ? known : notNow(cause);
    }

    /** Whether this, or what caused it, is that the disk is full. */
    public static boolean isFull(Throwable cause) {
        Throwable at = cause;
        for (int depth = 0; at != null && depth < DEEPEST; depth++) {
            if (at.getMessage() != null && at.getMessage().contains("No space left")) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }

    public static MailException noMailbox() {
        return new MailException(Kind.PERMANENT, Status.NO_SUCH_MAILBOX, "There is no such mailbox");
    }

    public static MailException noMessage() {
        return new MailException(Kind.PERMANENT, MAILBOX, "The message is gone");
    }

    public static MailException refused(String why) {
        return new MailException(Kind.PERMANENT, MAILBOX, why);
    }

    public static MailException damaged(Throwable cause) {
        return new MailException(Kind.PERMANENT, MEDIA, "The message is damaged in the store", cause);
    }

    public static MailException conflict() {
        return new MailException(Kind.CONFLICT, Status.NOT_NOW, "Somebody else has changed the account");
    }

    public static MailException full(Throwable cause) {
        return new MailException(Kind.RETRY, Status.SYSTEM_FULL, "The store is full", cause);
    }

    public static MailException full() {
        return new MailException(Kind.RETRY, Status.SYSTEM_FULL, "The store is full");
    }

    public static MailException unknown(Throwable cause) {
        return new MailException(Kind.UNKNOWN, Status.NOT_NOW, "The store does not know whether it is done", cause);
    }

    public static MailException notNow(Throwable cause) {
        return MailException.notNow("The store cannot do this now", cause);
    }

    public static MailException notNow(String why) {
        return MailException.notNow(why);
    }
}
