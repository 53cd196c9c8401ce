package org.posthouse.api.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** All mailboxes of an account at one moment, by name, and the names it has subscribed to (which need not exist, RFC 3501 §6.3.9). */
@ProviderType
public interface Mailboxes {
    List<Mailbox> all();

    Set<String> subscribed();

    /** By name as it is spelled; INBOX in any case. */
    default Optional<Mailbox> named(String name) {
        String wanted = name.equalsIgnoreCase(Mailbox.INBOX) ? Mailbox.INBOX : name;
        return all().stream().filter(mailbox -> mailbox.name().equals(wanted)).findFirst();
    }

    /** Special uses by name of mailbox, {@code Drafts} to {@code \\Drafts}, RFC 6154 §2; only of mailboxes that are there. */
    default Map<String, String> specialUses() {
        return Map.of();
    }

    static Mailboxes of(List<Mailbox> all, Set<String> subscribed) {
        return new MailboxList(List.copyOf(all), Set.copyOf(subscribed));
    }
}
