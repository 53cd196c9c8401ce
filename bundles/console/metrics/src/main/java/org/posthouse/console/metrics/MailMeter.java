package org.posthouse.console.metrics;

import java.util.List;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.metrics.Family;
import org.posthouse.api.metrics.Meter;
import org.posthouse.api.trace.Trace;

/** What has become of mail since the trace began to count. */
@Component(name = "org.posthouse.console.metrics.mail")
public final class MailMeter implements Meter {
    private final Trace trace;

    @Activate
    public MailMeter(@Reference Trace trace) {
        this.trace = trace;
    }

    @Override
    public List<Family> families() {
        Family.Builder events = Family.counter(
                "posthouse_mail_events_total", "Steps in the life of mail and connections, by what happened.");
        new TreeMap<>(trace.totals()).forEach((stage, count) -> events.sample((double) count, "event", stage));
        Trace.Kept kept = trace.kept();
        return List.of(
                events.build(),
                Family.gauge("posthouse_trace_octets", "What the trace takes on disk.")
                        .sample((double) kept.octets())
                        .build(),
                Family.counter("posthouse_trace_lost_total", "Steps that could not be kept.")
                        .sample((double) kept.lost())
                        .build());
    }
}
