package org.posthouse.protocol.imap.session;

/**
 * How much a client may do.
 *
 * @param append octets of a message that it stores
 * @param line octets of a line
 * @param command octets of a command with its literals, but for a stored message
 * @param strangerCommand the same before login
 * @param strangerLiteral octets of one literal before login
 * @param mailboxes mailboxes of an account, and names it subscribes to
 * @param keywords in use in a mailbox, RFC 5530 §3 LIMIT
 * @param badCommands in a row, until the connection is closed
 * @param failedLogins until the connection is closed
 */
public record Limits(
        long append,
        int line,
        int command,
        int strangerCommand,
        int strangerLiteral,
        int mailboxes,
        int keywords,
        int badCommands,
        int failedLogins) {

    public Limits {
        if (append < 1 || append > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("a message must be allowed an octet at least, and 4 GiB at most");
        }
        if (line < 1 || command < line || strangerCommand < 1 || strangerLiteral < 1) {
            throw new IllegalArgumentException("a command must be allowed as many octets as a line at least");
        }
        if (mailboxes < 1 || keywords < 1) {
            throw new IllegalArgumentException("an account must be allowed a mailbox and a keyword at least");
        }
        if (badCommands < 1 || failedLogins < 1) {
            throw new IllegalArgumentException("at least one mistake must be allowed");
        }
    }
}
