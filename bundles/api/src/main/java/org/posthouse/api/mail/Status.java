package org.posthouse.api.mail;

/** An enhanced status code, RFC 3463: kind 2, 4 or 5, subject and detail. */
public record Status(int kind, int subject, int detail) {
    public static final Status OK = new Status(2, 0, 0);
    public static final Status DELIVERED = new Status(2, 1, 5);
    public static final Status NO_SUCH_MAILBOX = new Status(5, 1, 1);
    public static final Status RELAY_DENIED = new Status(5, 7, 1);
    public static final Status MAILBOX_FULL = new Status(4, 2, 2);
    public static final Status SYSTEM_FULL = new Status(4, 3, 1);
    /** Something of ours is away for a moment; try again. */
    public static final Status NOT_NOW = new Status(4, 3, 0);

    public static final Status ROUTING_LOOP = new Status(5, 4, 6);

    public Status {
        if ((kind != 2 && kind != 4 && kind != 5) || subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException("no status code: " + kind + "." + subject + "." + detail);
        }
    }

    public boolean success() {
        return kind == 2;
    }

    public boolean temporary() {
        return kind == 4;
    }

    public boolean permanent() {
        return kind == 5;
    }

    @Override
    public String toString() {
        return kind + "." + subject + "." + detail;
    }
}
