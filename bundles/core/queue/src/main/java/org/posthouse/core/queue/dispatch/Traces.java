package org.posthouse.core.queue.dispatch;

import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Status;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.core.queue.report.Action;
import org.posthouse.core.queue.report.Told;

/** Tells the trace what became of recipients. */
final class Traces {
    private static final String SELF = "org.posthouse.core.queue";
    private static final String VERSION = Optional.ofNullable(FrameworkUtil.getBundle(Traces.class))
            .map(Bundle::getVersion)
            .map(Object::toString)
            .orElse("");

    private final Trace trace;
    private final Clock clock;

    Traces(Trace trace, Clock clock) {
        this.trace = trace;
        this.clock = clock;
    }

    /** An agent's word. */
    void said(String queueId, Agents.Answer by, Address recipient, Status status, String reply, long micros) {
        record(queueId, recipient, status, reply, micros, new String[] {by.plugin(), by.version(), by.configuration()});
    }

    /** The queue's own. */
    void decided(String queueId, Address recipient, Status status, String reply) {
        record(queueId, recipient, status, reply, 0, new String[] {SELF, VERSION, ""});
    }

    /** Somebody is told what became of a recipient, by a mail of our own. */
    void reported(String queueId, String reportId, Told told, Address to) {
        boolean failed = told.action().equals(Action.FAILED);
        trace.record(TraceStep.at(clock.instant(), failed ? "bounced" : "reported")
                .queueId(queueId)
                .by(SELF, VERSION, "")
                .verdict(told.action().name().toLowerCase(Locale.ROOT))
                .fact("recipient", told.recipient().address().toString())
                .fact("report", reportId)
                .build());
        trace.record(TraceStep.at(clock.instant(), "report")
                .queueId(reportId)
                .by(SELF, VERSION, "")
                .verdict("report of " + queueId)
                .fact("sender", "<>")
                .fact("recipient", to.toString())
                .build());
    }

    /** An administrator has done something with it. */
    void ordered(String queueId, QueueAction action) {
        trace.record(TraceStep.at(clock.instant(), action.name().toLowerCase(Locale.ROOT))
                .queueId(queueId)
                .by(SELF, VERSION, "")
                .verdict("by the administrator")
                .build());
    }

    private void record(String queueId, Address recipient, Status status, String reply, long micros, String[] by) {
        String stage = status.success() ? "delivered" : status.temporary() ? "deferred" : "failed";
        trace.record(TraceStep.at(clock.instant(), stage)
                .queueId(queueId)
                .by(by[0], by[1], by[2])
                .verdict(stage.equals("delivered") ? "ok" : stage)
                .reply(status + " " + reply)
                .micros(micros)
                .fact("recipient", recipient.toString())
                .build());
    }
}
