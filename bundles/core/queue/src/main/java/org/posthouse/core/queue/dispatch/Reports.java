package org.posthouse.core.queue.dispatch;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Status;
import org.posthouse.api.queue.Outcome;
import org.posthouse.core.queue.QueueIds;
import org.posthouse.core.queue.report.Action;
import org.posthouse.core.queue.report.Notify;
import org.posthouse.core.queue.report.Report;
import org.posthouse.core.queue.report.Told;
import org.posthouse.core.queue.spool.End;
import org.posthouse.core.queue.spool.Item;
import org.posthouse.core.queue.spool.Lease;
import org.posthouse.core.queue.spool.Progress;
import org.posthouse.core.queue.spool.Spool;
import org.posthouse.lib.segments.DamagedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts reports into the queue, for those who want to be told. */
final class Reports {
    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    private final Spool spool;
    private final Consumer<Item> taken;
    private final Traces traces;
    private final Supplier<DispatchSettings> settings;
    private final Clock clock;

    Reports(Spool spool, Consumer<Item> taken, Traces traces, Supplier<DispatchSettings> settings, Clock clock) {
        this.spool = spool;
        this.taken = taken;
        this.traces = traces;
        this.settings = settings;
        this.clock = clock;
    }

    /** What became of an attempt to tell. */
    enum Result {
        /** Who is to be told will be: the report is safe. */
        TOLD,
        /** Not now. */
        LATER,
        /** The mail that is to be reported on is damaged. */
        UNREADABLE
    }

    /** Recipients of a mail that are told of in one report, by their index. */
    record Matter(boolean failure, Map<Integer, Progress> recipients) {
        /** How they stand after this. */
        Map<Integer, Progress> with(UnaryOperator<Progress> change) {
            Map<Integer, Progress> changed = new TreeMap<>();
            recipients.forEach((index, progress) -> changed.put(index, change.apply(progress)));
            return changed;
        }
    }

    /** What is told of the recipients of some mail, out of its envelope. */
    private interface Telling {
        List<Told> of(Envelope envelope);
    }

    /** What is still to be told about this mail: failures apart from successes. */
    List<Matter> matters(Item item) {
        Map<Integer, Progress> failures = new TreeMap<>();
        Map<Integer, Progress> successes = new TreeMap<>();
        for (int i = 0; i < item.count(); i++) {
            Progress progress = item.recipient(i);
            if (progress.phase().telling()) {
                (progress.phase() == Progress.Phase.TELL_FAILED ? failures : successes).put(i, progress);
            }
        }
        List<Matter> matters = new ArrayList<>();
        if (!failures.isEmpty()) {
            matters.add(new Matter(true, failures));
        }
        if (!successes.isEmpty()) {
            matters.add(new Matter(false, successes));
        }
        return matters;
    }

    /** Makes the report of it, once; it stays here until it is to {@link #setOff}. */
    Result report(Item item, Matter matter) {
        return report(item, id(item, matter), envelope -> {
            List<Told> told = new ArrayList<>();
            matter.recipients()
                    .forEach((index, progress) -> tell(envelope.recipients().get(index), progress, told));
            return told;
        });
    }

    private static void tell(Recipient recipient, Progress progress, List<Told> told) {
        Action action =
                switch (progress.phase()) {
                    case TELL_FAILED -> Action.FAILED;
                    case TELL_RELAYED -> Action.RELAYED;
                    case TELL_EXPANDED -> Action.EXPANDED;
                    default -> Action.DELIVERED;
                };
        if (action == Action.FAILED) {
            progress.ends().stream()
                    .filter(end -> end.status().permanent())
                    .forEach(end -> told.add(Told.of(recipient, action, end.status(), end.reply())));
        } else {
            told.add(Told.of(recipient, action, progress.status().orElse(Status.DELIVERED), progress.reply()));
        }
    }

    /** Whether its report is in the queue. */
    boolean isThere(Item item, Matter matter) {
        return spool.find(id(item, matter)).isPresent();
    }

    /** Its report may leave. */
    void setOff(Item item, Matter matter) {
        setOff(id(item, matter));
    }

    /** A report of this id may leave, if it is here. */
    void setOff(String id) {
        spool.find(id).ifPresent(taken);
    }

    /** The same for the same recipients, so that what is told again after a crash is not told twice. */
    private static String id(Item item, Matter matter) {
        return QueueIds.derived(item.id()
                + (matter.failure() ? " failed " : " succeeded ")
                + matter.recipients().keySet());
    }

    /**
     * Recipients are late: makes the report of it, once; it stays here until it is to {@link #setOff}. Its id if who is to be told will
     * be; empty if not now.
     */
    Optional<String> delayed(Item item, Collection<Attempt.Part> parts) {
        String id = delayId(item);
        Optional<Instant> until =
                Optional.of(settings.get().schedule().end(Instant.ofEpochMilli(item.arrivedMillis())));
        Telling telling = envelope -> parts.stream()
                .map(part -> {
                    Outcome last = part.deferral().orElseThrow();
                    Recipient recipient = envelope.recipients().get(part.index());
                    return new Told(recipient, Action.DELAYED, last.status(), End.line(last.reply()), until);
                })
                .toList();
        return report(item, id, telling) == Result.TOLD ? Optional.of(id) : Optional.empty();
    }

    /** Whether the report is in the queue that recipients are late of whom it is not marked yet. */
    boolean isDelayThere(Item item) {
        return spool.find(delayId(item)).isPresent();
    }

    /** Each report of a delay makes more recipients told; one that is begun anew is told anew. */
    private static String delayId(Item item) {
        return QueueIds.derived(item.id() + " delayed since " + item.arrivedMillis() + " "
                + item.recipients().stream().filter(Progress::delayTold).count());
    }

    private Result report(Item item, String id, Telling telling) {
        try (Lease lease = spool.lease(item)) {
            Envelope about = lease.envelope();
            boolean orphan = about.reversePath().isEmpty();
            List<Told> told = telling.of(about).stream()
                    .filter(each -> orphan || Notify.wants(each.recipient(), each.action()))
                    .toList();
            if (!told.isEmpty() && spool.find(id).isEmpty()) {
                enqueue(id, lease, told);
            }
            return Result.TOLD;
        } catch (DamagedException e) {
            LOG.error("{} cannot be read, and nobody can be told what became of it: {}", item.id(), e.getMessage());
            return Result.UNREADABLE;
        } catch (IOException | MailException e) {
            LOG.warn("{}: no report of it could be made, it is tried again", item.id(), e);
            return Result.LATER;
        }
    }

    private void enqueue(String id, Lease lease, List<Told> told) throws IOException, MailException {
        Envelope about = lease.envelope();
        Address to = about.reversePath().orElse(settings.get().postmaster());
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
        spool.enqueue(envelope.build(), written.message(), now, now, waits -> {});
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
