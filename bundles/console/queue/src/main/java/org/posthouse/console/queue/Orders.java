package org.posthouse.console.queue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.Selection;
import org.posthouse.lib.page.Links;
import org.posthouse.spi.console.Said;
import org.posthouse.spi.console.Visit;

/** What an administrator has done with one mail, with those he has ticked, or with all that fit; and what became of it. */
final class Orders {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,64}");
    /** So many ids are named. */
    private static final int NAMED = 10;

    private final MailQueue queue;

    Orders(MailQueue queue) {
        this.queue = queue;
    }

    Said carryOut(Visit visit) throws MailException {
        Deed deed = Deed.of(visit.parameter("action"));
        if (!visit.parameter("all").isEmpty()) {
            return withAll(deed, Choice.of(visit));
        }
        Set<String> ids = new LinkedHashSet<>(visit.parameters("tick"));
        if (!visit.below().isEmpty()) {
            ids = Set.of(visit.below());
        }
        if (ids.isEmpty()) {
            return Said.notDone("No mail is ticked: nothing was done.");
        }
        if (!ids.stream().allMatch(id -> ID.matcher(id).matches())) {
            return Said.notDone("That is no mail.");
        }
        return withThese(deed, ids);
    }

    private Said withAll(Deed deed, Choice choice) throws MailException {
        List<String> done = queue.apply(deed.action(), choice.selection());
        String which = choice.all() ? "" : " (" + choice.words() + ")";
        Said said = done.isEmpty()
                ? Said.notDone("No mail was " + deed.done() + which + ": none fits, or there is nothing to be done.")
                : Said.done(deed.done(done.size()) + which + ".");
        return said.then(Links.here(choice.parameters()));
    }

    private Said withThese(Deed deed, Set<String> ids) throws MailException {
        List<String> done = queue.apply(
                deed.action(), new Selection(ids, Optional.empty(), Optional.empty(), false, Optional.empty()));
        Set<String> missed = new LinkedHashSet<>(ids);
        missed.removeAll(done);
        List<String> sentences = new ArrayList<>();
        if (!done.isEmpty()) {
            sentences.add(deed.done(done.size()) + ": " + named(done) + ".");
        }
        int told = 0;
        for (String id : missed) {
            if (told++ == NAMED) {
                sentences.add("So it is with " + (missed.size() - NAMED) + " more.");
                break;
            }
            sentences.add(id + reason(deed.action(), queue.find(id).map(QueuedMail::state)) + ".");
        }
        String sentence = String.join(" ", sentences);
        return done.isEmpty() ? Said.notDone("Nothing was done: " + sentence) : Said.done(sentence);
    }

    private static String named(List<String> ids) {
        String first = String.join(", ", ids.subList(0, Math.min(NAMED, ids.size())));
        return ids.size() > NAMED ? first + " and " + (ids.size() - NAMED) + " more" : first;
    }

    /** Why nothing was done with it. */
    private static String reason(QueueAction action, Optional<QueuedMail.State> state) {
        if (state.isEmpty()) {
            return " is not in the queue any more";
        }
        boolean held = state.get() == QueuedMail.State.HELD;
        if (held && (action == QueueAction.RETRY || action == QueueAction.HOLD)) {
            return action == QueueAction.HOLD ? " is held already" : " is held: release it first";
        }
        return !held && action == QueueAction.RELEASE
                ? " is not held"
                : " is just being delivered: try again in a moment";
    }
}
