package org.posthouse.protocol.imap.listing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Mailboxes;

/** Names as a tree, RFC 3501 §5.1.1: of mailboxes, of subscriptions, and of the levels above them that need be neither. */
final class MailboxTree {
    private final Map<String, Mailbox> mailboxes = new HashMap<>();
    private final Set<String> subscribed;
    private final Map<String, String> specialUses;
    private final Set<String> parents = new HashSet<>();

    MailboxTree(Mailboxes all) {
        subscribed = all.subscribed();
        specialUses = all.specialUses();
        for (Mailbox mailbox : all.all()) {
            mailboxes.put(mailbox.name(), mailbox);
            parents.addAll(above(mailbox.name()));
        }
    }

    /** All levels above the name, topmost first. */
    static Set<String> above(String name) {
        Set<String> levels = new TreeSet<>();
        for (int at = name.indexOf(Mailbox.SEPARATOR); at > 0; at = name.indexOf(Mailbox.SEPARATOR, at + 1)) {
            levels.add(name.substring(0, at));
        }
        return levels;
    }

    Optional<Mailbox> mailbox(String name) {
        return Optional.ofNullable(mailboxes.get(name));
    }

    boolean exists(String name) {
        return mailboxes.containsKey(name);
    }

    boolean subscribed(String name) {
        return subscribed.contains(name);
    }

    /** As LIST has it, with its backslash. */
    Optional<String> specialUse(String name) {
        return Optional.ofNullable(specialUses.get(name));
    }

    /** Whether there are mailboxes below. */
    boolean hasChildren(String name) {
        return parents.contains(name);
    }

    /** Mailboxes and the levels above them, in order. */
    NavigableSet<String> mailboxNames() {
        NavigableSet<String> names = new TreeSet<>(mailboxes.keySet());
        names.addAll(parents);
        return names;
    }

    /** What is subscribed, in order, and on demand the levels above. */
    NavigableSet<String> subscribedNames(boolean withLevels) {
        NavigableSet<String> names = new TreeSet<>(subscribed);
        if (withLevels) {
            subscribed.forEach(name -> names.addAll(above(name)));
        }
        return names;
    }
}
