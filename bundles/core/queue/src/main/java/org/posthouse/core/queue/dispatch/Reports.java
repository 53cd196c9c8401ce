package org.posthouse.core.queue.dispatch;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.queue.Outcome;
import org.posthouse.core.queue.report.Action;
import org.posthouse.core.queue.report.Notify;
import org.posthouse.core.queue.report.Report;
import org.posthouse.core.queue.report.Told;
import org.posthouse.core.queue.spool.End;
import org.posthouse.core.queue.spool.Item;
import org.posthouse.core.queue.spool.Lease;
import org.posthouse.core.queue.spool.Spool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts reports into the queue, for those who want to be told. */
final class Reports {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    private final Spool spool;
    private final Supplier<String> ids;
    private final Consumer<Item> taken;
    private final Traces traces;
    private final Supplier<DispatchSettings> settings;
    private final Clock clock;

    Reports(
            Spool spool,
            Supplier<String> ids,
            Consumer<Item> taken,
            Traces traces,
            Supplier<DispatchSettings> settings,
            Clock clock) {
        this.spool = spool;
        this.ids = ids;
        this.taken = taken;
        this.traces = traces;
        this.settings = settings;
        this.clock = clock;
    }

    /** What is told of the recipients of some mail, out of its envelope. */
    private interface Telling {
        List<Told> of(Envelope envelope);
    }

    /** Recipients have failed for good. True if who is to be told is told, safely. */
    boolean failed(Item item, Collection<Attempt.Part> parts) {
        return report(item, envelope -> {
            List<Told> told = new ArrayList<>();
            for (Attempt.Part part : parts) {
                Recipient recipient = envelope.recipients().get(part.index());
                for (End end : part.failures()) {
                    told.add(Told.of(recipient, Action.FAILED, end.status(), end.reply()));
                }
            }
            return told;
        });
    }

    /** Recipients are late. True if who is to be told is told, safely. */
    boolean delayed(Item item, Collection<Attempt.Part> parts) {
        Optional<Instant> until =
                Optional.of(settings.get().schedule().end(Instant.ofEpochMilli(item.arrivedMillis())));
        return report(item, envelope -> parts.stream()
                .map(part -> {
                    Outcome last = part.deferral().orElseThrow();
                    Recipient recipient = envelope.recipients().get(part.index());
                    return new Told(recipient, Action.DELAYED, last.status(), End.line(last.reply()), until);
                })
                .toList());
    }

    /** Recipients of whom somebody wants to know that they have got it. */
    void succeeded(Item item, Collection<Attempt.Part> parts) {
        boolean told = report(item, envelope -> parts.stream()
                .map(part -> Told.of(
                        envelope.recipients().get(part.index()),
                        part.confirmation().orElseThrow(),
                        part.lastStatus(),
                        part.lastReply()))
                .toList());
        LOG.debug("{}: success is told: {}", item.id(), told);
    }

    private boolean report(Item item, Telling telling) {
        try (Lease lease = spool.lease(item)) {
            Envelope about = lease.envelope();
            boolean orphan = about.reversePath().isEmpty();
            List<Told> told = telling.of(about).stream()
                    .filter(each -> orphan || Notify.wants(each.recipient(), each.action()))
                    .toList();
            if (!told.isEmpty()) {
                enqueue(about, lease, told);
            }
            return true;
        } catch (IOException | MailException e) {
            LOG.warn("{}: no report of it could be made, it is tried again", item.id(), e);
            return false;
        }
    }

    private void enqueue(Envelope about, Lease lease, List<Told> told) throws IOException, MailException {
        Address to = about.reversePath().orElse(settings.get().postmaster());
        String id = ids.get();
        Instant now = clock.instant();
        Report report = new Report(settings.get().hostName(), id, to, about, lease.arrived(), now, told);
        Report.Written written = report.write(lease.content(), settings.get().mostReturned());
        // RFC 3461 §6.1: no notification of a notification.
        Envelope.Builder envelope = Envelope.builder(id).recipient(Notify.never(to));
        if (written.eightBit()) {
            envelope.parameter("BODY", "8BITMIME");
        }
        if (written.international()) {
            envelope.parameter("SMTPUTF8", "");
        }
        spool.enqueue(envelope.build(), written.message(), now, now, taken);
        for (Told each : told) {
            traces.reported(about.queueId(), id, each, to);
        }
        String who = about.reversePath().isPresent() ? "its sender" : "the postmaster";
        LOG.info("{}: {} is told what became of it by {}", about.queueId(), who, id);
    }

    /** Whether nobody is left to be told of a failure: the mail names no sender, and it is for the postmaster himself. */
    boolean lastResort(Item item, Attempt.Part part) {
        return item.sender().isEmpty()
                && part.before().address().equals(settings.get().postmaster());
    }
}
