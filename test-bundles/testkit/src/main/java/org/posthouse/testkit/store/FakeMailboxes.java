package org.posthouse.testkit.store;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Mailboxes;

/** Mailboxes as they were, with what they are for. */
record FakeMailboxes(List<Mailbox> all, Set<String> subscribed, Map<String, String> specialUses) implements Mailboxes {
    FakeMailboxes {
        all = List.copyOf(all);
        subscribed = Set.copyOf(subscribed);
        specialUses = Map.copyOf(specialUses);
    }
}
