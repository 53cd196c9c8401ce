package org.posthouse.core.pipeline;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.spi.filter.Filter;

/** Writes what the pipeline decides into the trace. */
final class Recorder {
    private static final String CORE = "org.posthouse.core.pipeline";

    /** So many recipients are named in the step that accepts a mail; each has a step of its own where filters judged it. */
    private static final int NAMED = 100;

    private final Trace trace;
    private final Clock clock;
    private final String version;
    private final Supplier<String> configuration;

    /**
     * @param version of this bundle
     * @param configuration a hash of the settings as they are now
     */
    Recorder(Trace trace, Clock clock, String version, Supplier<String> configuration) {
        this.trace = trace;
        this.clock = clock;
        this.version = version;
        this.configuration = configuration;
    }

    /** In which way a mail was accepted. */
    record Accepted(String verdict, String reply, long size, long nanos) {}

    /** A client has come in and was let in. */
    void welcomed(Judged visit, Reply reply) {
        trace.record(step(visit, "connect", Optional.empty())
                .by(CORE, version, configuration.get())
                .verdict("ok")
                .reply(reply.toString())
                .build());
    }

    /** A filter has judged. */
    void judged(Judged mail, Occupant<Filter> filter, Moment moment, String verdict, long nanos) {
        trace.record(opinion(mail, moment)
                .by(filter.plugin(), filter.version(), filter.configuration())
                .verdict(verdict)
                .micros(nanos / 1000)
                .build());
    }

    /** A filter has not judged: it was away, or this version failed or was not asked. */
    void passed(Judged mail, Slot slot, Optional<Occupant<Filter>> filter, Moment moment, String verdict) {
        trace.record(opinion(mail, moment)
                .by(
                        slot.seat().plugin(),
                        filter.map(Occupant::version).orElse(""),
                        filter.map(Occupant::configuration).orElse(""))
                .verdict(verdict)
                .build());
    }

    /** A connection, a step of it, or a mail was refused. */
    void refused(Judged mail, Optional<Recipient> recipient, String why, Reply reply) {
        trace.record(step(mail, "refused", recipient)
                .by(CORE, version, configuration.get())
                .verdict(why)
                .reply(reply.toString())
                .build());
    }

    /** A mail was accepted, or dropped as if it had been, so long after its last octet. */
    void accepted(Transaction mail, List<Recipient> recipients, Accepted how) {
        TraceStep.Builder step = step(mail, "accepted", Optional.empty())
                .by(CORE, version, configuration.get())
                .verdict(how.verdict())
                .reply(how.reply())
                .micros(how.nanos() / 1000)
                .fact("size", String.valueOf(how.size()))
                .fact(
                        "recipients",
                        recipients.stream()
                                .limit(NAMED)
                                .map(recipient -> recipient.address().toString())
                                .collect(Collectors.joining(" ")));
        double points = Policy.points(mail.slots());
        if (points != 0) {
            step.fact("points", String.valueOf(points));
        }
        trace.record(step.build());
    }

    /** Of a mail that has begun, what is known of all of it is told with its begin and its end. */
    private TraceStep.Builder opinion(Judged mail, Moment moment) {
        if (mail instanceof Transaction transaction && moment.stage() != Stage.REVERSE_PATH) {
            TraceStep.Builder step = TraceStep.at(
                            clock.instant(), moment.stage().method())
                    .connectionId(mail.client().id())
                    .queueId(transaction.id())
                    .fact("via", mail.via().name());
            moment.recipient()
                    .ifPresent(it -> step.fact("recipient", it.address().toString()));
            return step;
        }
        return step(mail, moment.stage().method(), moment.recipient());
    }

    private TraceStep.Builder step(Judged mail, String stage, Optional<Recipient> recipient) {
        TraceStep.Builder step = TraceStep.at(clock.instant(), stage)
                .connectionId(mail.client().id())
                .fact("client", mail.client().address().getAddress().getHostAddress())
                .fact("via", mail.via().name());
        mail.client().name().ifPresent(name -> step.fact("client-name", name));
        mail.client().tls().ifPresent(tls -> step.fact("tls", tls.protocol() + " " + tls.cipher()));
        mail.client().user().ifPresent(user -> step.fact("user", user));
        mail.helo().ifPresent(name -> step.fact("helo", name));
        if (mail instanceof Transaction transaction) {
            step.queueId(transaction.id());
            step.fact(
                    "sender",
                    transaction.start().reversePath().map(Address::toString).orElse("<>"));
        }
        recipient.ifPresent(it -> step.fact("recipient", it.address().toString()));
        mail.arrived()
                .flatMap(arrived -> arrived.edits().fields().first("message-id"))
                .ifPresent(id -> step.fact("message-id", id.strip()));
        return step;
    }
}
