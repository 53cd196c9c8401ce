package org.posthouse.console.health;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.net.Listeners;

/** Every configured door is open whose protocol is not switched off. */
@Component(
        name = "org.posthouse.console.health.listeners",
        service = HealthCheck.class,
        property = {HealthCheck.NAME + "=listeners", HealthCheck.TAGS + "=posthouse"})
public final class ListenersCheck implements HealthCheck {
    private final Listeners listeners;

    @Activate
    public ListenersCheck(@Reference Listeners listeners) {
        this.listeners = listeners;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        int up = 0;
        for (Listeners.Service service : listeners.services()) {
            switch (service.state()) {
                case "up" -> up++;
                case "off" -> log.info("{} does not listen: {}", service.name(), service.reason());
                case "waiting" -> log.temporarilyUnavailable("{} waits: {}", service.name(), service.reason());
                default -> log.critical("{} does not listen: {}", service.name(), service.reason());
            }
        }
        log.info("{} listeners are up", up);
        return new Result(log);
    }
}
