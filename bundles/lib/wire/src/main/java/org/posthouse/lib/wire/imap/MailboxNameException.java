package org.posthouse.lib.wire.imap;

/** The command is well formed, but the name in it can be no mailbox's, RFC 3501 §5.1.3. */
public final class MailboxNameException extends ImapSyntaxException {
    private static final long serialVersionUID = 1;

    public MailboxNameException(String publicText) {
        super(publicText);
    }
}
