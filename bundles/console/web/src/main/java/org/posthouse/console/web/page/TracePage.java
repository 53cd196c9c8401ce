package org.posthouse.console.web.page;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;

/** Who decided what about a mail, as a time line. */
public final class TracePage {
    private static final int MOST = 500;
    private static final int WIDTH = 200;

    private final Trace trace;

    public TracePage(Trace trace) {
        this.trace = trace;
    }

    /** @param query a queue id or connection id, a Message-ID, or an address */
    public String write(String user, String query) {
        Html html = Frame.begin("Trace", user);
        html.element("h1", query.isEmpty() ? "Trace" : "Trace of " + query);
        List<TraceStep> steps = find(query.strip());
        if (steps.isEmpty()) {
            html.element("p", "Nothing is recorded for it.", "class", "quiet");
            return html.toString();
        }
        long longest = steps.stream().mapToLong(TraceStep::micros).max().orElse(0);
        html.open("ol", "class", "trace");
        steps.forEach(step -> step(html, step, longest));
        return html.toString();
    }

    private static void step(Html html, TraceStep step, long longest) {
        html.open("li").open("div", "class", "when");
        html.element(
                "time", Words.clock(step.time()), "datetime", step.time().toString(), "title", Words.time(step.time()));
        html.element("span", step.stage(), "class", "badge " + LastMailsSection.grade(step.stage()));
        html.close().open("div");
        html.open("p").element("strong", Words.plugIn(step.plugin()), "title", step.plugin());
        html.text(" " + step.version() + " ")
                .element("span", step.verdict(), "class", "verdict")
                .close();
        if (!step.reply().isEmpty()) {
            html.element("p", step.reply(), "class", "reply");
        }
        html.element("p", facts(step), "class", "quiet").close();
        html.open("div", "class", "micros").element("span", step.micros() + " µs");
        long width = longest == 0 ? 0 : Math.max(1, step.micros() * WIDTH / longest);
        html.open("svg", "viewBox", "0 0 " + WIDTH + " 8", "aria-hidden", "true");
        html.open("rect", "width", "" + width, "height", "8").close().close();
        html.close().close();
    }

    private static String facts(TraceStep step) {
        return Stream.concat(
                        Stream.concat(
                                step.queueId().map(id -> "mail " + id).stream(),
                                step.connectionId().map(id -> "connection " + id).stream()),
                        step.facts().entrySet().stream()
                                .sorted(java.util.Map.Entry.comparingByKey())
                                .map(fact -> fact.getKey() + " " + fact.getValue()))
                .collect(Collectors.joining(" · "));
    }

    /** An argument with @ is tried as Message-ID, then as address. */
    private List<TraceStep> find(String query) {
        if (query.isEmpty()) {
            return List.of();
        }
        Stream<Trace.Query.Field> fields = query.contains("@")
                ? Stream.of(Trace.Query.Field.MESSAGE_ID, Trace.Query.Field.ADDRESS)
                : Stream.of(Trace.Query.Field.ID, Trace.Query.Field.MESSAGE_ID, Trace.Query.Field.CLIENT);
        return fields.map(field -> trace.find(new Trace.Query(field, query), MOST))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }
}
