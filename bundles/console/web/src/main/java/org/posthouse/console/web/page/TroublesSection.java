package org.posthouse.console.web.page;

import java.util.ArrayList;
import java.util.List;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.posthouse.lib.page.Html;

/** What somebody should look at, in sentences. */
public final class TroublesSection implements Section {
    private final HealthCheckExecutor health;

    public TroublesSection(HealthCheckExecutor health) {
        this.health = health;
    }

    @Override
    public String id() {
        return "troubles";
    }

    @Override
    public String title() {
        return "Health";
    }

    @Override
    public void write(Html html) {
        List<String> troubles = new ArrayList<>();
        int checks = 0;
        for (HealthCheckExecutionResult check : health.execute(HealthCheckSelector.tags("posthouse"))) {
            checks++;
            for (ResultLog.Entry entry : check.getHealthCheckResult()) {
                if (!entry.getStatus().name().equals("OK")) {
                    troubles.add(check.getHealthCheckMetadata().getName() + ": " + entry.getMessage());
                }
            }
        }
        if (troubles.isEmpty()) {
            html.element("p", "All is well: " + checks + " checks have nothing to say.", "class", "well");
            return;
        }
        html.open("ul", "class", "troubles");
        troubles.forEach(each -> html.element("li", each));
        html.close();
    }
}
