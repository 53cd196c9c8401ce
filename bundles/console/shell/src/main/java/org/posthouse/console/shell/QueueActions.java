package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.Selection;

/** {@code posthouse queue retry}, {@code hold} and their like: the administrator's hand on mail that waits. */
final class QueueActions {
    private QueueActions() {}

    static List<Command> all() {
        return List.of(
                action("retry", "try it now", QueueAction.RETRY, "tried now"),
                action("hold", "stop it until it is released", QueueAction.HOLD, "held"),
                action("release", "let held mail go on", QueueAction.RELEASE, "released"),
                action("requeue", "begin anew, as if it had just come", QueueAction.REQUEUE, "begun anew"),
                action("bounce", "give it up now and tell the sender", QueueAction.BOUNCE, "sent back"),
                action("delete", "remove it without a word to anybody", QueueAction.DELETE, "deleted"));
    }

    private static Command action(String verb, String summary, QueueAction action, String done) {
        return Command.of(
                "queue " + verb,
                "[ID…]",
                summary,
                forGood(action)
                        ? Stream.concat(QueueChoice.OPTIONS.stream(), Stream.of(Option.YES))
                                .toList()
                        : QueueChoice.OPTIONS,
                call -> apply(call, action, done));
    }

    private static int apply(Call call, QueueAction action, String done)
            throws MailException, UsageException, IOException {
        Selection selection = QueueChoice.require(call.words(), call.options());
        if (forGood(action) && selection.ids().size() != 1 && call.asks()) {
            long fit = call.ask(MailQueue.class, MailQueue::list).stream()
                    .filter(mail -> QueueChoice.fits(selection, mail))
                    .count();
            if (fit > 0) {
                call.confirm(Words.count(fit, "mail") + " will be " + done);
            }
        }
        List<String> ids = call.ask(MailQueue.class, queue -> queue.apply(action, selection));
        Set<String> missed = new TreeSet<>(selection.ids());
        missed.removeAll(ids);
        boolean nothingWaits = call.options().has(QueueChoice.ALL.name()) && missed.isEmpty();
        if (ids.isEmpty() && !nothingWaits) {
            throw Call.refused(
                    missed.isEmpty()
                            ? "no mail fits; 'posthouse queue list' shows those there are"
                            : reasons(call, action, missed));
        }
        report(call, Words.count(ids.size(), "mail") + " " + done, ids, missed);
        if (!missed.isEmpty()) {
            call.terminal().error("posthouse: " + reasons(call, action, missed) + "\n");
        }
        return missed.isEmpty() ? Commands.DONE : Commands.PROBLEMS;
    }

    private static boolean forGood(QueueAction action) {
        return action == QueueAction.BOUNCE || action == QueueAction.DELETE;
    }

    private static void report(Call call, String sentence, List<String> ids, Set<String> missed) throws IOException {
        if (call.options().has("--json")) {
            Json.print(
                    fields("done", sentence, "ids", ids, "missed", new ArrayList<>(missed)),
                    call.terminal().output());
        } else {
            call.terminal().print(sentence + "\n");
        }
    }

    /** Why nothing was done with these. */
    private static String reasons(Call call, QueueAction action, Set<String> missed) throws MailException {
        List<String> reasons = new ArrayList<>();
        for (String id : missed) {
            Optional<QueuedMail.State> state =
                    call.ask(MailQueue.class, queue -> queue.find(id)).map(QueuedMail::state);
            reasons.add(id + reason(id, action, state));
        }
        return String.join("\nposthouse: ", reasons);
    }

    private static String reason(String id, QueueAction action, Optional<QueuedMail.State> state) {
        if (state.isEmpty()) {
            return " is not in the queue; 'posthouse trace " + id + "' tells what became of it";
        }
        boolean held = state.get() == QueuedMail.State.HELD;
        if (held && (action == QueueAction.RETRY || action == QueueAction.HOLD)) {
            return action == QueueAction.HOLD ? " is held already" : " is held: release it first";
        }
        return !held && action == QueueAction.RELEASE
                ? " is not held"
                : " is just being delivered; try again in a moment, or see 'posthouse queue show " + id + "'";
    }
}
