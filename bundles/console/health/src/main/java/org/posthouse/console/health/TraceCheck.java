package org.posthouse.console.health;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.trace.Trace;

/** What happens to mail is written down. */
@Component(
        name = "org.posthouse.console.health.trace",
        service = HealthCheck.class,
        property = {HealthCheck.NAME + "=trace", HealthCheck.TAGS + "=posthouse"})
public final class TraceCheck implements HealthCheck {
    private static final long MEBIBYTE = 1 << 20;

    private final Trace trace;

    @Activate
    public TraceCheck(@Reference Trace trace) {
        this.trace = trace;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        Trace.Kept kept = trace.kept();
        if (kept.lost() > 0) {
            log.warn(
                    "{} steps of the trace were lost since the start: too many came at a time, or the disk had no room",
                    kept.lost());
        }
        log.info(
                "the trace takes {} of {} MiB, and is kept for {} days",
                (kept.octets() + MEBIBYTE - 1) / MEBIBYTE,
                kept.mostOctets() / MEBIBYTE,
                kept.age().toDays());
        return new Result(log);
    }
}
