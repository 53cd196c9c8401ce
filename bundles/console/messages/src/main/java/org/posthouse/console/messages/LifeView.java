package org.posthouse.console.messages;

import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.Trace.Life;
import org.posthouse.api.trace.Trace.Query;
import org.posthouse.api.trace.Trace.Query.Field;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.lib.page.Fate;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Links;
import org.posthouse.lib.page.Section;
import org.posthouse.lib.page.Words;

/** The life of one mail, or of one connection, from the first word of its client to where it lies, and who removed it. */
final class LifeView {
    private static final int STEPS = 500;

    private final Trace trace;
    private final MailQueue queue;

    LifeView(Trace trace, MailQueue queue) {
        this.trace = trace;
        this.queue = queue;
    }

    String write(String id) {
        Html html = Html.part().element("h1", "Trace of " + id);
        List<TraceStep> steps = trace.find(new Query(Field.ID, id), STEPS);
        if (steps.isEmpty()) {
            html.element("p", "Nothing is recorded for it, or not any more.", "class", "said");
            return html.toString();
        }
        Section.write(html, "fate", "In short", part -> fate(part, id, steps));
        Section.write(html, "life", "Step by step", part -> life(part, steps));
        return html.toString();
    }

    private void fate(Html html, String id, List<TraceStep> steps) throws MailException {
        List<TraceStep> own = steps.stream()
                .filter(step -> step.queueId().filter(id::equals).isPresent())
                .toList();
        List<TraceStep> its = own.isEmpty() ? steps : own;
        Fate fate = Fate.of(new Life(id, its.get(its.size() - 1), its));
        html.open("dl", "class", "facts");
        fact(html, "From", fate.sender());
        fact(
                html,
                "To",
                String.join(", ", fate.recipients().stream().limit(20).toList())
                        + (fate.recipients().size() > 20
                                ? " and " + (fate.recipients().size() - 20) + " more"
                                : ""));
        fact(html, "Size", fate.size().matches("[0-9]{1,18}") ? Words.size(Long.parseLong(fate.size())) : "");
        fact(html, "Came to", String.join(", ", fate.words()));
        fact(html, "Points", first(its, "points"));
        fact(html, "Client", first(steps, "client"));
        html.close();
        Optional<QueuedMail> waiting = queue.find(id);
        if (waiting.isPresent()) {
            html.open("p")
                    .text("It is in the queue: ")
                    .link("see where it stands", Links.to("queue") + "/" + id)
                    .close();
        }
    }

    private static String first(List<TraceStep> steps, String name) {
        return steps.stream()
                .flatMap(step -> Optional.ofNullable(step.facts().get(name)).stream())
                .findFirst()
                .orElse("");
    }

    private static void fact(Html html, String name, String value) {
        if (!value.isEmpty()) {
            html.element("dt", name).element("dd", value);
        }
    }

    private static void life(Html html, List<TraceStep> steps) {
        TimeLine.write(html, steps);
        if (steps.size() == STEPS) {
            html.element("p", "These are the newest " + STEPS + " steps.", "class", "quiet");
        }
    }
}
