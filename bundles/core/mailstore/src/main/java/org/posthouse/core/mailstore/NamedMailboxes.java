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
record NamedMailboxes(List<Mailbox> all, Set<String> subscribed, Map<String, String> specialUses) implements Mailboxes {
    /** @param uses by name, whether or not there is such a mailbox */
    static Mailboxes of(Mailboxes mailboxes, Map<String, String> uses) {
        Map<String, String> present = new HashMap<>(uses);
        present.keySet().retainAll(mailboxes.all().stream().map(Mailbox::name).collect(Collectors.toSet()));
        return new NamedMailboxes(
                List.copyOf(mailboxes.all()), Set.copyOf(mailboxes.subscribed()), Map.copyOf(present));
    }

    @Override
    public Optional<Mailbox> named(String name) {
        String wanted = MailboxNames.normal(name);
        return all.stream().filter(mailbox -> mailbox.name().equals(wanted)).findFirst();
    }
}
