package org.posthouse.protocol.imap.listing;

import java.util.NavigableSet;
import java.util.Optional;
import org.posthouse.lib.wire.imap.ListPatterns;

/** What LSUB tells, RFC 3501 §6.3.9: what is subscribed, and by {@code %} also levels above it. */
record SubscribedChoice(MailboxTree tree, ListPatterns patterns) implements Choice {
    @Override
    public NavigableSet<String> names() {
        return tree.subscribedNames(patterns.byLevel());
    }

    @Override
    public Optional<Listed> find(String name) {
        return patterns.matches(name)
                ? Optional.of(Listed.plain(name, tree.subscribed(name) ? "" : "\\Noselect"))
                : Optional.empty();
    }
}
