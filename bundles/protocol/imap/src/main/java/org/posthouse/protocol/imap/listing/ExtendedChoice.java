package org.posthouse.protocol.imap.listing;

import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import org.posthouse.lib.wire.imap.ListRequest;
import org.posthouse.lib.wire.imap.ListRequest.Return;
import org.posthouse.lib.wire.imap.ListRequest.Selection;

/** What an extended LIST tells, RFC 5258 §3. There are no remote mailboxes, so that REMOTE adds none. */
final class ExtendedChoice implements Choice {
    private static final String NON_EXISTENT = "\\NonExistent";

    private final MailboxTree tree;
    private final ListRequest request;
    private final boolean bySubscription;
    private final boolean recursive;
    /** Names that have a selected one below them. */
    private final Set<String> aboveSelected = new HashSet<>();
    /** Names that have one below them that is selected and that no pattern matches. */
    private final Set<String> aboveUnmatched = new HashSet<>();

    ExtendedChoice(MailboxTree tree, ListRequest request) {
        this.tree = tree;
        this.request = request;
        this.bySubscription = request.selection().contains(Selection.SUBSCRIBED);
        this.recursive = request.selection().contains(Selection.RECURSIVEMATCH);
        boolean every = !bySubscription && !request.selection().contains(Selection.SPECIAL_USE);
        if (recursive || every) {
            (bySubscription ? tree.subscribedNames(false) : tree.mailboxNames()).forEach(this::lookAbove);
        }
    }

    private void lookAbove(String name) {
        Set<String> above = MailboxTree.above(name);
        if (!above.isEmpty() && selected(name)) {
            aboveSelected.addAll(above);
            if (!request.patterns().matches(name)) {
                aboveUnmatched.addAll(above);
            }
        }
    }

    @Override
    public NavigableSet<String> names() {
        return bySubscription ? tree.subscribedNames(recursive) : tree.mailboxNames();
    }

    private boolean selected(String name) {
        if (request.selection().contains(Selection.SPECIAL_USE)
                && tree.specialUse(name).isEmpty()) {
            return false;
        }
        return bySubscription ? tree.subscribed(name) : tree.exists(name);
    }

    /**
     * RFC 5258 §3.3: what is selected, or stands for something selected below it that is not told itself. Without RECURSIVEMATCH only
     * levels that are no mailboxes do that, §3.5.
     */
    @Override
    public Optional<Listed> find(String name) {
        boolean selected = selected(name);
        boolean stands = aboveUnmatched.contains(name) && (recursive || !tree.exists(name));
        return (selected || stands) && request.patterns().matches(name)
                ? Optional.of(listed(name, selected))
                : Optional.empty();
    }

    private Listed listed(String name, boolean selected) {
        boolean status = selected && request.returns().contains(Return.STATUS);
        return new Listed(
                name,
                attributes(name, tree.exists(name)),
                status ? tree.mailbox(name) : Optional.empty(),
                recursive && aboveSelected.contains(name));
    }

    private String attributes(String name, boolean exists) {
        boolean tellsSubscription = bySubscription || request.returns().contains(Return.SUBSCRIBED);
        return Attributes.of(
                tree,
                name,
                exists ? "" : NON_EXISTENT,
                tellsSubscription && tree.subscribed(name) ? "\\Subscribed" : "");
    }
}
