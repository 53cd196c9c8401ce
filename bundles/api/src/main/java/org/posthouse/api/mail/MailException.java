package org.posthouse.api.mail;

import java.util.Objects;

/** The one checked failure; the protocol edge turns it into a reply. The message is for the peer, the cause for the log. */
public class MailException extends Exception {
    private static final long serialVersionUID = 1;

    /** What the caller may do. */
    public enum Kind {
        /** Somebody else was first: read again. */
        CONFLICT,
        /** Try the same operation id again later: nothing has happened. */
        RETRY,
        /** It may have happened; the same operation id asked again tells. */
        UNKNOWN,
        /** Give up. */
        PERMANENT
    }

    private final Kind kind;
    private final transient Status status;

    public MailException(Kind kind, Status status, String publicText) {
        this(kind, status, publicText, null);
    }

    public MailException(Kind kind, Status status, String publicText, Throwable cause) {
        super(Objects.requireNonNullElse(publicText, "no reason was given"), cause);
        this.kind = kind;
        this.status = status;
    }

    /** Something of ours is away or too busy; nothing has happened. */
    public static MailException notNow(String publicText, Throwable cause) {
        return new MailException(Kind.RETRY, Status.NOT_NOW, publicText, cause);
    }

    /** Something of ours is away or too busy; nothing has happened. */
    public static MailException notNow(String publicText) {
        return notNow(publicText, null);
    }

    public Kind kind() {
        return kind;
    }

    public Status status() {
        return status == null ? Status.NOT_NOW : status;
    }

    public boolean temporary() {
        return status().temporary();
    }
}
