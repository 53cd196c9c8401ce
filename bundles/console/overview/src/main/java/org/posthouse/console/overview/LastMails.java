package org.posthouse.console.overview;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Links;
import org.posthouse.lib.page.Rows;
import org.posthouse.lib.page.Words;

/** The mails that something happened to last, the newest first. */
final class LastMails {
    private static final int MOST = 10;
    private static final int STEPS = 100;
    private static final Set<String> GOOD = Set.of("accepted", "delivered", "stored");
    private static final Set<String> BAD = Set.of("refused", "failed");

    private LastMails() {}

    static void write(Html html, Trace trace) {
        List<String> ids = trace.latest(MOST);
        if (ids.isEmpty()) {
            html.element("p", "No mail yet.", "class", "quiet");
            return;
        }
        Rows rows = new Rows(html, "Last mails", "Time", "Mail", "From", "To", "What became of it");
        for (String id : ids) {
            List<TraceStep> steps = trace.find(new Trace.Query(Trace.Query.Field.ID, id), STEPS);
            if (!steps.isEmpty()) {
                TraceStep last = steps.get(steps.size() - 1);
                rows.begin()
                        .cell(Words.time(last.time()))
                        .link(id, Links.to("messages") + "/" + id)
                        .cell(fact(steps, "sender"))
                        .cell(fact(steps, "recipient"))
                        .badge(last.stage(), grade(last.stage()))
                        .end();
            }
        }
        rows.close();
        html.open("p").link("All messages", Links.to("messages")).close();
    }

    private static String grade(String stage) {
        if (GOOD.contains(stage)) {
            return "good";
        }
        return BAD.contains(stage) ? "bad" : stage.equals("deferred") ? "fair" : "plain";
    }

    private static String fact(List<TraceStep> steps, String name) {
        List<String> values = steps.stream()
                .flatMap(step -> Optional.ofNullable(step.facts().get(name)).stream())
                .distinct()
                .toList();
        return values.size() > 1 ? values.get(0) + " and " + (values.size() - 1) + " more" : String.join("", values);
    }
}
