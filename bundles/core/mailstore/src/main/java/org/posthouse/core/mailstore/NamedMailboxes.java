package org.posthouse.core.mailstore;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Mailboxes;

/** Mailboxes that are found in whatever form their name is written. */
record NamedMailboxes(List<Mailbox> all, Set<String> subscribed) implements Mailboxes {
    static Mailboxes of(Mailboxes mailboxes) {
        return new NamedMailboxes(List.copyOf(mailboxes.all()), Set.copyOf(mailboxes.subscribed()));
    }

    @Override
    public Optional<Mailbox> named(String name) {
        String wanted = MailboxNames.normal(name);
        return all.stream().filter(mailbox -> mailbox.name().equals(wanted)).findFirst();
    }
}
