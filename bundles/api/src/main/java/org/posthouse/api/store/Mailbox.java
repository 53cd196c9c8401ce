package org.posthouse.api.store;

/**
 * A mailbox of an account. The id names it for ever; the name is Unicode with {@code /} between levels and may change; INBOX is always
 * spelled so. UIDVALIDITY as RFC 3501 §2.3.1.1 has it.
 */
public record Mailbox(String id, String name, long uidValidity) {
    /** The name that means the primary mailbox whatever its case, RFC 3501 §5.1. */
    public static final String INBOX = "INBOX";

    /** Separates the levels of a name. */
    public static final char SEPARATOR = '/';
}
