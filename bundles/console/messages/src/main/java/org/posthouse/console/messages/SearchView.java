package org.posthouse.console.messages;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.Trace.Found;
import org.posthouse.api.trace.Trace.Life;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.lib.page.Fate;
import org.posthouse.lib.page.Form;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Links;
import org.posthouse.lib.page.Rows;
import org.posthouse.lib.page.Section;
import org.posthouse.lib.page.Words;
import org.posthouse.spi.console.Visit;

/** Looking for mails. A search is the page's address: it can be kept and sent to others. */
final class SearchView {
    private static final int ROWS = 50;
    private static final int STEPS = 500;
    private static final Duration PATIENCE = Duration.ofMillis(900);

    private final Trace trace;
    private final Why why;

    SearchView(Trace trace, Why why) {
        this.trace = trace;
        this.why = why;
    }

    String write(Visit visit) throws MailException {
        Search search = Search.of(visit);
        String address = visit.parameter("explain").strip();
        Html html = Html.part().element("h1", "Messages");
        html.open("section", "aria-label", "which mails");
        Form.search(html, "search")
                .field("q", "Look for", search.words(), "placeholder", "id, Message-ID, address, client")
                .choice("by", "Which is", Search.keys(), search.by())
                .choice("stage", "That", Search.stages(), search.stage())
                .field("from", "From", Search.field(search.from()), "type", "datetime-local", "step", "1")
                .field("to", "To", Search.field(search.to()), "type", "datetime-local", "step", "1")
                .end("Search");
        html.close();
        if (search.any()) {
            Section.write(html, "mails", "Last mails", part -> results(part, search));
        } else {
            // Without a name of its own: it is not looked through again and again.
            html.open("section", "aria-labelledby", "found").element("h2", "Mails found", "id", "found");
            results(html, search);
            html.close();
        }
        html.open("section", "aria-label", "what becomes of mail");
        Form.search(html, "why")
                .field("explain", "What becomes of mail for", address, "placeholder", "address")
                .end("Explain");
        if (!address.isEmpty()) {
            explain(html, address);
        }
        return html.toString();
    }

    private void explain(Html html, String address) {
        Html part = Html.part();
        try {
            why.write(part, address);
            html.written(part.toString());
        } catch (MailException e) {
            html.element("p", "This cannot be told now: " + e.getMessage(), "class", "said bad");
        }
    }

    private void results(Html html, Search search) {
        Found found = Found.NOTHING;
        for (Trace.Search question : search.questions()) {
            found = trace.search(question, ROWS, PATIENCE);
            if (!found.lives().isEmpty()) {
                break;
            }
        }
        if (found.lives().isEmpty()) {
            nothing(html, search, found.stopped());
        } else {
            table(html, found.lives());
        }
        Optional<Instant> stopped = found.stopped();
        if (stopped.isPresent()) {
            html.open("p", "class", "paging")
                    .text((found.lives().isEmpty() ? "Looked back as far as " : "There may be more before ")
                            + Words.time(stopped.get()) + ": ")
                    .link("look further back", Links.to(MessagesPage.PATH, search.parameters(stopped)))
                    .close();
        }
    }

    private void nothing(Html html, Search search, Optional<Instant> stopped) {
        if (!search.words().isEmpty() && search.stage().isEmpty()) {
            for (Trace.Query query : search.queries()) {
                List<TraceStep> steps = trace.find(query, STEPS);
                if (!steps.isEmpty()) {
                    html.element(
                            "p",
                            "No mail came here as this one; these are the steps that tell of it.",
                            "class",
                            "quiet");
                    TimeLine.write(html, steps);
                    return;
                }
            }
        }
        if (stopped.isEmpty()) {
            Trace.Kept kept = trace.kept();
            html.element(
                    "p",
                    (search.any() ? "No mail yet." : "Nothing is recorded for it.")
                            + " What happens to mail is kept for " + Words.rough(kept.age())
                            + ", as long as it takes no more than " + Words.size(kept.mostOctets()) + " (now "
                            + Words.size(kept.octets()) + ").",
                    "class",
                    "quiet");
        }
    }

    private void table(Html html, List<Life> lives) {
        Rows rows = Rows.wide(
                html,
                "Mails, the newest first",
                "Time",
                "Mail",
                "From",
                "To",
                "Size",
                "What became of it",
                "Last word");
        for (Life life : lives) {
            Fate fate = Fate.of(life);
            rows.begin()
                    .time(life.found().time())
                    .id(life.id(), Links.to(MessagesPage.PATH) + "/" + life.id())
                    .address(fate.sender())
                    .cell(fate::to)
                    .figure(fate.size().matches("[0-9]{1,18}") ? Words.size(Long.parseLong(fate.size())) : "")
                    .cell(fate::badges)
                    .sentence(word(life))
                    .end();
        }
        rows.close();
    }

    /** What was said last, to whoever it was. */
    private static String word(Life life) {
        for (int i = life.steps().size() - 1; i >= 0; i--) {
            TraceStep step = life.steps().get(i);
            if (!step.reply().isEmpty()) {
                return step.reply().length() > 200 ? step.reply().substring(0, 200) + "…" : step.reply();
            }
        }
        return life.found().verdict();
    }
}
