package org.posthouse.console.health;

import java.util.List;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.posthouse.api.health.Troubles;

/** What is written is kept, and what is kept is what was written. */
@Component(
        name = "org.posthouse.console.health.troubles",
        service = HealthCheck.class,
        property = {HealthCheck.NAME + "=troubles", HealthCheck.TAGS + "=posthouse"})
public final class TroublesCheck implements HealthCheck {
    private final List<Troubles> parts;

    @Activate
    public TroublesCheck(@Reference(policyOption = ReferencePolicyOption.GREEDY) List<Troubles> parts) {
        this.parts = parts;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        List<String> troubles =
                parts.stream().flatMap(part -> part.troubles().stream()).toList();
        troubles.forEach(each -> log.critical("{}", each));
        if (troubles.isEmpty()) {
            log.info("none of {} parts has anything to tell", parts.size());
        }
        return new Result(log);
    }
}
