package org.posthouse.lib.wire.imap;

/** The command is well formed, but more than is taken of something, RFC 5530 §3 LIMIT. */
public final class ImapLimitException extends ImapSyntaxException {
    private static final long serialVersionUID = 1;

    public ImapLimitException(String publicText) {
        super(publicText);
    }
}
