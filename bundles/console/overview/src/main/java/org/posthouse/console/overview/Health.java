package org.posthouse.console.overview;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Links;

/** What somebody should look at, and where to do something about it. */
final class Health {
    /** By the check that says so: what to do, and the page for it. */
    private static final Map<String, Advice> ADVICE = Map.of(
            "queue", new Advice("See what waits, and why", Links.to("queue")),
            "plug-ins", new Advice("See the plug-ins: start, replace or undo one", Links.to("filters")),
            "listeners", new Advice("See what the log says of its port", Links.to("logs")),
            "settings", new Advice("Correct the setting", Links.CONSOLE + "/configMgr"),
            "disk", new Advice("Make room on the disk of the server's home; mail goes on by itself then", ""),
            "troubles", new Advice("See the log for what came before", Links.to("logs")),
            "trace", new Advice("Give the trace more room", Links.CONSOLE + "/configMgr/org.posthouse.core.trace"));

    /** What to do; an empty address is no page's. */
    private record Advice(String words, String address) {}

    /** One of what was said. */
    private record Trouble(String check, String sentence) {}

    private Health() {}

    static void write(Html html, HealthCheckExecutor executor) {
        List<Trouble> troubles = new ArrayList<>();
        int checks = 0;
        for (HealthCheckExecutionResult check : executor.execute(HealthCheckSelector.tags("posthouse"))) {
            checks++;
            String name = check.getHealthCheckMetadata().getName();
            for (ResultLog.Entry entry : check.getHealthCheckResult()) {
                if (!entry.getStatus().name().equals("OK")) {
                    troubles.add(new Trouble(name, entry.getMessage()));
                }
            }
        }
        if (troubles.isEmpty()) {
            html.element("p", "All is well: " + checks + " checks have nothing to say.", "class", "well");
            return;
        }
        html.open("ul", "class", "troubles");
        troubles.forEach(each -> write(html, each));
        html.close();
    }

    private static void write(Html html, Trouble trouble) {
        html.open("li").text(trouble.check() + ": " + trouble.sentence());
        Advice advice = ADVICE.getOrDefault(trouble.check(), new Advice("", ""));
        if (!advice.address().isEmpty()) {
            html.text(" ").link(advice.words(), advice.address());
        } else if (!advice.words().isEmpty()) {
            html.text(" " + advice.words() + ".");
        }
        html.close();
    }
}
