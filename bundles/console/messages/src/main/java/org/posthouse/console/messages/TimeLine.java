package org.posthouse.console.messages;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.lib.page.Fate;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Links;
import org.posthouse.lib.page.Words;

/** Steps in order of time, day by day: who said what in which version and configuration, and how long it took, drawn to one scale. */
final class TimeLine {
    private static final int WIDTH = 200;
    private static final Pattern PLUG_IN = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final String CORE = "org.posthouse.core.";
    /** What has a place of its own, or is told by name already. */
    private static final Set<String> SHOWN =
            Set.of("message-id", "account", "mailbox-id", "uids", "to-mailbox", "to-mailbox-id", "to-uids");

    private TimeLine() {}

    static void write(Html html, List<TraceStep> steps) {
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
    }

    private static void step(Html html, TraceStep step, long longest) {
        String grade = Fate.grade(step.stage());
        html.open("li", "class", grade).open("div", "class", "when");
        html.element(
                "time", Words.clock(step.time()), "datetime", step.time().toString(), "title", Words.time(step.time()));
        html.badge(Words.stage(step.stage()), grade);
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
        html.element("span", micros < 100_000 ? micros + " µs" : micros / 1_000 + " ms");
        long width = Math.max(1, micros * WIDTH / longest);
        html.open("svg", "viewBox", "0 0 " + WIDTH + " 8", "preserveAspectRatio", "xMinYMid", "aria-hidden", "true");
        html.open("rect", "width", "" + width, "height", "8").close().close();
    }

    /** Which plug-in, in which version and configuration; where it is set. */
    private static void by(Html html, TraceStep step) {
        html.open("p", "class", "by").text("by ").open("strong", "title", step.plugin());
        if (PLUG_IN.matcher(step.plugin()).matches()) {
            html.link(Words.plugIn(step.plugin()), settings(step.plugin()));
        } else {
            html.text(Words.plugIn(step.plugin()));
        }
        html.close().text(" " + step.version());
        if (!step.config().isEmpty()) {
            html.text(", configuration ").element("code", step.config());
        }
        html.close();
    }

    /** Core's own settings are on Felix's page, those of a plug-in on ours. */
    private static String settings(String plugin) {
        return plugin.startsWith(CORE) ? Links.CONSOLE + "/configMgr/" + plugin : Links.to("filters") + "/" + plugin;
    }

    private static void facts(Html html, TraceStep step) {
        html.open("p", "class", "quiet");
        step.queueId().ifPresent(id -> link(html, "mail", id, Links.to(MessagesPage.PATH) + "/" + id));
        step.connectionId().ifPresent(id -> link(html, "connection", id, Links.to(MessagesPage.PATH) + "/" + id));
        Optional.ofNullable(step.facts().get("message-id"))
                .ifPresent(id -> link(html, "Message-ID", id, Links.to(MessagesPage.PATH, "by", "message", "q", id)));
        Optional.ofNullable(step.facts().get("report"))
                .ifPresent(id -> link(html, "its report", id, Links.to(MessagesPage.PATH) + "/" + id));
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
        html.text(what + " ").open("bdi").link(text, address).close().text(" · ");
    }
}
