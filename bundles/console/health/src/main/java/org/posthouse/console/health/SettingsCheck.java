package org.posthouse.console.health;

import java.util.List;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.config.Configurations;

/** What the files in {@code etc/} say is in force. */
@Component(
        name = "org.posthouse.console.health.settings",
        service = HealthCheck.class,
        property = {HealthCheck.NAME + "=settings", HealthCheck.TAGS + "=posthouse"})
public final class SettingsCheck implements HealthCheck {
    private final Configurations configurations;

    @Activate
    public SettingsCheck(@Reference Configurations configurations) {
        this.configurations = configurations;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        List<String> troubles = configurations.troubles();
        troubles.forEach(each -> log.critical("{}; the values before stay in force", each));
        if (troubles.isEmpty()) {
            log.info("every file in etc/ is in force");
        }
        return new Result(log);
    }
}
