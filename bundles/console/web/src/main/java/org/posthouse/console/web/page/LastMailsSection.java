package org.posthouse.console.web.page;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Words;

/** The mails that had to do with us last, the newest first. */
public final class LastMailsSection implements Section {
    private static final int MOST = 15;
    private static final int STEPS = 100;
    private static final Set<String> GOOD = Set.of("accepted", "delivered", "stored");
    private static final Set<String> BAD = Set.of("refused", "failed");

    private final Trace trace;

    public LastMailsSection(Trace trace) {
        this.trace = trace;
    }

    @Override
    public String id() {
        return "mails";
    }

    @Override
    public String title() {
        return "Last mails";
    }

    @Override
    public void write(Html html) {
        TracePage.form(html, "", "");
        List<String> ids = trace.latest(MOST);
        if (ids.isEmpty()) {
            html.element("p", "No mail yet.", "class", "quiet");
            return;
        }
        Rows rows = new Rows(html, "Time", "Mail", "From", "To", "What became of it");
        for (String id : ids) {
            List<TraceStep> steps = trace.find(new Trace.Query(Trace.Query.Field.ID, id), STEPS);
            if (!steps.isEmpty()) {
                TraceStep last = steps.get(steps.size() - 1);
                rows.begin()
                        .cell(Words.time(last.time()))
                        .link(id, Paths.trace(id))
                        .cell(fact(steps, "sender"))
                        .cell(fact(steps, "recipient"))
                        .badge(last.stage(), grade(last.stage()))
                        .end();
            }
        }
        rows.close();
    }

    static String grade(String stage) {
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
