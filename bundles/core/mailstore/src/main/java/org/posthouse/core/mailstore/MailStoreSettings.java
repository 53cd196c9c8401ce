package org.posthouse.core.mailstore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Mailbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings, checked: which store a new home gets (empty: no wish), names of mailboxes as they are kept, special uses by name as RFC 6154 §2 has them,
 * and whether what finds a mailbox full is refused for good. */
record MailStoreSettings(String store, List<String> firstMailboxes, Map<String, String> specialUses, boolean reject) {
    private static final Logger LOG = LoggerFactory.getLogger(MailStoreSettings.class);
    private static final Set<String> USES =
            Set.of("\\All", "\\Archive", "\\Drafts", "\\Flagged", "\\Junk", "\\Sent", "\\Trash");

    MailStoreSettings {
        firstMailboxes = List.copyOf(firstMailboxes);
        specialUses = Map.copyOf(specialUses);
        if (!USES.containsAll(specialUses.values())) {
            throw new IllegalArgumentException("a special use is none of " + USES);
        }
    }

    MailStoreSettings(String store, List<String> firstMailboxes, Map<String, String> specialUses) {
        this(store, firstMailboxes, specialUses, false);
    }

    /** What cannot be is left out, and said: the rest of the settings is in force all the same. */
    static MailStoreSettings of(MailStoreConfiguration configuration) {
        List<String> first = new ArrayList<>();
        for (String name : configuration.firstMailboxes()) {
            name(name).filter(checked -> !first.contains(checked)).ifPresent(first::add);
        }
        Map<String, String> uses = new LinkedHashMap<>();
        for (String entry : configuration.specialUse()) {
            int equals = entry.indexOf('=');
            Optional<String> use = use(entry.substring(equals + 1));
            Optional<String> name = equals < 0 ? Optional.empty() : name(entry.substring(0, equals));
            if (use.isPresent() && name.isPresent()) {
                uses.putIfAbsent(name.get(), use.get());
            } else {
                LOG.warn("specialUse must be NAME=ATTRIBUTE, not {}: it is left out", entry);
            }
        }
        return new MailStoreSettings(
                configuration.store().strip(),
                first,
                uses,
                configuration.fullMailbox().equals("reject"));
    }

    /** The name as it is kept; INBOX is there anyway. */
    private static Optional<String> name(String name) {
        try {
            String checked = MailboxNames.checked(name.strip());
            return checked.equals(Mailbox.INBOX) ? Optional.empty() : Optional.of(checked);
        } catch (MailException refused) {
            LOG.warn("{} cannot be a mailbox: {}", name, refused.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<String> use(String attribute) {
        return USES.stream().filter(attribute.strip()::equalsIgnoreCase).findFirst();
    }
}
