package org.posthouse.protocol.imap.listing;

import java.util.StringJoiner;

/** The attributes of a name, RFC 3501 §7.2.2. Whether there are children and what a mailbox is for is told whether asked for or not. */
final class Attributes {
    private Attributes() {}

    /** These, of which each may be nothing, and what is told of every name. */
    static String of(MailboxTree tree, String name, String... first) {
        StringJoiner attributes = new StringJoiner(" ");
        for (String attribute : first) {
            if (!attribute.isEmpty()) {
                attributes.add(attribute);
            }
        }
        attributes.add(tree.hasChildren(name) ? "\\HasChildren" : "\\HasNoChildren");
        tree.specialUse(name).ifPresent(attributes::add);
        return attributes.toString();
    }
}
