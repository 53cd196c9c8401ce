package org.posthouse.core.mailstore;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Mailboxes;

/** Mailboxes that are found in whatever form their name is written. */
record NamedMailboxes(List<Mailbox> all, Set<String> subscribed, Map<String, String> uses) implements Mailboxes {
    /** @param uses by name, whether or not there is such a mailbox */
    NamedMailboxes {
        all = List.copyOf(all);
        subscribed = Set.copyOf(subscribed);
        uses = Map.copyOf(uses);
    }

    static Mailboxes of(Mailboxes mailboxes, Map<String, String> uses) {
        return new NamedMailboxes(mailboxes.all(), mailboxes.subscribed(), uses);
    }

    @Override
    public Optional<Mailbox> named(String name) {
        String wanted = MailboxNames.normal(name);
        for (Mailbox mailbox : all) {
            if (mailbox.name().equals(wanted)) {
                return Optional.of(mailbox);
            }
        }
        return Optional.empty();
    }

    /** Found when somebody asks, which who delivers does not. */
    @Override
    public Map<String, String> specialUses() {
        Map<String, String> present = new HashMap<>(uses);
        present.keySet().retainAll(all.stream().map(Mailbox::name).collect(Collectors.toSet()));
        return Map.copyOf(present);
    }
}
