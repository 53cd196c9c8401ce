package org.posthouse.protocol.imap.session;

/** The states of a connection, RFC 3501 §3; that of logging out is over at once. */
public enum Phase {
    NOT_AUTHENTICATED,
    AUTHENTICATED,
    SELECTED
}
