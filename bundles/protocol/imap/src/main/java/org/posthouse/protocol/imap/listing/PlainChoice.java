package org.posthouse.protocol.imap.listing;

import java.util.NavigableSet;
import java.util.Optional;
import org.posthouse.lib.wire.imap.ListPatterns;

/** What LIST tells, RFC 3501 §6.3.8: mailboxes and levels above them, with the attributes of RFC 3348 and RFC 6154 §2. */
record PlainChoice(MailboxTree tree, ListPatterns patterns) implements Choice {
    @Override
    public NavigableSet<String> names() {
        return tree.mailboxNames();
    }

    @Override
    public Optional<Listed> find(String name) {
        return patterns.matches(name)
                ? Optional.of(Listed.plain(name, Attributes.of(tree, name, tree.exists(name) ? "" : "\\Noselect")))
                : Optional.empty();
    }
}
