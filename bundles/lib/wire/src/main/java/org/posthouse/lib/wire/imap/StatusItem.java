package org.posthouse.lib.wire.imap;

import java.util.List;

/** What STATUS tells, RFC 3501 §6.3.10, RFC 8438 §3 and RFC 7889 §3.1. */
public enum StatusItem {
    MESSAGES,
    RECENT,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN,
    SIZE,
    APPENDLIMIT;

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

    /** One or more in parentheses, each once. */
    public static List<StatusItem> readList(ImapReader in) throws ImapSyntaxException {
        List<StatusItem> items = in.list(StatusItem::read);
        if (items.isEmpty()) {
            throw new ImapSyntaxException("Expected status items");
        }
        return items.stream().distinct().toList();
    }
}
