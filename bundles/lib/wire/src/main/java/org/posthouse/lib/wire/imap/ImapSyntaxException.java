package org.posthouse.lib.wire.imap;

/** A command that the grammar does not know. The message is for the peer: printable, without any of its octets. */
public class ImapSyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    public ImapSyntaxException(String publicText) {
        super(publicText, null, false, false);
    }
}
