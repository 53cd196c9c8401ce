package org.posthouse.console.web.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.Trace.Query;
import org.posthouse.api.trace.Trace.Query.Field;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.console.web.login.Session;
import org.posthouse.console.web.pages.Entry;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Words;

/** The life of a mail as a time line: what happened when, by which plug-in in which version and configuration, and how long it took. */
public final class TracePage {
    private static final int MOST = 500;
    private static final int WIDTH = 200;
    /** What the time line shows at a place of its own, or tells by name already. */
    private static final Set<String> SHOWN =
            Set.of("message-id", "account", "mailbox-id", "uids", "to-mailbox", "to-mailbox-id", "to-uids");

    /** What one can look for, as the form's words have it; the empty one tries what fits. */
    private static final Map<String, String> KEYS = new LinkedHashMap<>();

    static {
        KEYS.put("", "anything");
        KEYS.put("id", "queue or connection id");
        KEYS.put("message", "Message-ID");
        KEYS.put("address", "address");
        KEYS.put("client", "client");
    }

    private final Trace trace;

    public TracePage(Trace trace) {
        this.trace = trace;
    }

    /**
     * @param by what the query is: id, message, address or client; anything else: what it looks like
     * @param asked a queue id or connection id, a Message-ID, an address, or an IP address or name of a client
     */
    public String write(Session session, List<Entry> menu, String by, String asked) {
        String query = asked.strip();
        Html html = Frame.begin("Trace", session, menu, "");
        html.element("h1", query.isEmpty() ? "Trace" : "Trace of " + query);
        form(html, by, query);
        List<TraceStep> steps = find(by, query);
        if (steps.isEmpty()) {
            html.element("p", nothing(query), "class", "quiet");
            return html.toString();
        }
        long longest = steps.stream().mapToLong(TraceStep::micros).max().orElse(0);
        html.open("ol", "class", "trace", "aria-label", "time line");
        String day = "";
        for (TraceStep step : steps) {
            String its = Words.day(step.time());
            if (!its.equals(day)) {
                html.element("li", its, "class", "day");
                day = its;
            }
            step(html, step, longest);
        }
        html.close();
        if (steps.size() == MOST) {
            html.element("p", "These are the newest " + MOST + " steps.", "class", "quiet");
        }
        return html.toString();
    }

    /** The form that finds a trace. */
    static void form(Html html, String by, String query) {
        html.open("form", "method", "get", "action", Paths.TRACE, "class", "search", "role", "search");
        html.open("select", "name", "by", "aria-label", "find by");
        KEYS.forEach((key, words) -> {
            if (key.equals(by)) {
                html.element("option", words, "value", key, "selected", "selected");
            } else {
                html.element("option", words, "value", key);
            }
        });
        html.close();
        html.open("input", "name", "q", "value", query, "aria-label", "find", "placeholder", "what to look for");
        html.element("button", "trace").close();
    }

    private String nothing(String query) {
        Trace.Kept kept = trace.kept();
        String bounds =
                "What happens to mail is kept for " + Words.rough(kept.age()) + ", as long as it takes no more than "
                        + Words.size(kept.mostOctets()) + " (now " + Words.size(kept.octets()) + ").";
        return query.isEmpty() ? bounds : "Nothing is recorded for it. " + bounds;
    }

    private static void step(Html html, TraceStep step, long longest) {
        String grade = LastMailsSection.grade(step.stage());
        html.open("li", "class", grade).open("div", "class", "when");
        html.element(
                "time", Words.clock(step.time()), "datetime", step.time().toString(), "title", Words.time(step.time()));
        html.element("span", step.stage(), "class", "badge " + grade);
        html.close().open("div");
        html.open("p").element("bdi", step.verdict(), "class", "verdict").close();
        if (!step.reply().isEmpty()) {
            html.element("p", step.reply(), "class", "reply");
        }
        by(html, step);
        facts(html, step);
        html.close().open("div", "class", "micros");
        if (step.micros() > 0) {
            duration(html, step.micros(), longest);
        }
        html.close().close();
    }

    private static void duration(Html html, long micros, long longest) {
        html.element("span", took(micros));
        long width = Math.max(1, micros * WIDTH / longest);
        html.open("svg", "viewBox", "0 0 " + WIDTH + " 8", "preserveAspectRatio", "xMinYMid", "aria-hidden", "true");
        html.open("rect", "width", "" + width, "height", "8").close().close();
    }

    /** Which plug-in, in which version and configuration. */
    private static void by(Html html, TraceStep step) {
        html.open("p", "class", "by").text("by ");
        html.element("strong", Words.plugIn(step.plugin()), "title", step.plugin());
        html.text(" " + step.version());
        if (!step.config().isEmpty()) {
            html.text(", configuration ").element("code", step.config());
        }
        html.close();
    }

    private static void facts(Html html, TraceStep step) {
        html.open("p", "class", "quiet");
        step.queueId().ifPresent(id -> link(html, "mail", id, Paths.trace("id", id)));
        step.connectionId().ifPresent(id -> link(html, "connection", id, Paths.trace("id", id)));
        Optional.ofNullable(step.facts().get("message-id"))
                .ifPresent(id -> link(html, "Message-ID", id, Paths.trace("message", id)));
        String between = "";
        for (Map.Entry<String, String> fact : new TreeMap<>(step.facts()).entrySet()) {
            if (!SHOWN.contains(fact.getKey())) {
                // Each by itself: letters that are read from right to left do not turn its neighbours.
                html.text(between + fact.getKey() + " ").element("bdi", fact.getValue());
                between = " · ";
            }
        }
        html.close();
    }

    private static void link(Html html, String what, String text, String address) {
        html.text(what + " ")
                .open("bdi")
                .element("a", text, "href", address)
                .close()
                .text(" · ");
    }

    private static String took(long micros) {
        return micros < 100_000
                ? micros + " µs"
                : Duration.ofNanos(micros * 1000).toMillis() + " ms";
    }

    private List<TraceStep> find(String by, String query) {
        if (query.isEmpty()) {
            return List.of();
        }
        for (Field field : fields(by, query)) {
            List<TraceStep> found = trace.find(new Query(field, query), MOST);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** What to try in turn; of what has an @, its Message-ID first. */
    private static List<Field> fields(String by, String query) {
        List<Field> fields = new ArrayList<>();
        switch (by) {
            case "id" -> fields.add(Field.ID);
            case "message" -> fields.add(Field.MESSAGE_ID);
            case "address" -> fields.add(Field.ADDRESS);
            case "client" -> fields.add(Field.CLIENT);
            default ->
                fields.addAll(
                        query.contains("@")
                                ? List.of(Field.MESSAGE_ID, Field.ADDRESS)
                                : List.of(Field.ID, Field.MESSAGE_ID, Field.CLIENT));
        }
        return fields;
    }
}
