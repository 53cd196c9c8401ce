package org.posthouse.lib.wire.imap;

/** What STATUS tells, RFC 3501 §6.3.10. */
public enum StatusItem {
    MESSAGES,
    RECENT,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN;

    /** status-att. */
    public static StatusItem read(ImapReader in) throws ImapSyntaxException {
        String name = in.keyword();
        for (StatusItem item : values()) {
            if (item.name().equals(name)) {
                return item;
            }
        }
        throw new ImapSyntaxException("No such status item");
    }
}
