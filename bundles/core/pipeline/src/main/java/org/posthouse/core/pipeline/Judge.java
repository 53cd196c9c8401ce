package org.posthouse.core.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.plugin.Seat;
import org.posthouse.spi.filter.Filter;
import org.posthouse.spi.filter.Judgement;
import org.posthouse.spi.filter.Opinion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the filters, one after the other. A filter that throws or takes too long has failed, not the mail: it counts as absent. A
 * version that came in the midst of a mail judges its earlier stages first.
 */
final class Judge {
    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);
    private static final int ATTEMPTS = 5;

    private final FilterCalls calls;
    private final Recorder recorder;
    private final Supplier<PipelineSettings> settings;
    private final Map<Seat<Filter>, Lane> lanes = new ConcurrentHashMap<>();
    private final Set<Seat<Filter>> away = ConcurrentHashMap.newKeySet();

    Judge(FilterCalls calls, Recorder recorder, Supplier<PipelineSettings> settings) {
        this.calls = calls;
        this.recorder = recorder;
        this.settings = settings;
    }

    /** What all filters together refuse this moment with; empty if they let it pass. */
    Optional<Reply> judge(Judged mail, Moment moment) {
        Optional<Reply> deferred = Optional.empty();
        for (Slot slot : mail.slots()) {
            if (FilterRow.judges(slot.seat(), moment.stage()) || lacks(mail, slot)) {
                Optional<Reply> refusal = ask(mail, slot, moment);
                if (refusal.isPresent() && refusal.get().status().permanent()) {
                    return refusal;
                }
                deferred = deferred.or(() -> refusal);
            }
        }
        return deferred;
    }

    /** Whether the filter has not judged something that came before, for it was not there then. */
    private static boolean lacks(Judged mail, Slot slot) {
        for (Moment earlier : mail.history()) {
            if (!slot.has(earlier) && FilterRow.judges(slot.seat(), earlier.stage())) {
                return true;
            }
        }
        return false;
    }

    private Optional<Reply> ask(Judged mail, Slot slot, Moment moment) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Occupant<Filter>> version = version(slot);
            if (version.isEmpty()) {
                break;
            }
            try {
                return ask(mail, slot, version.get(), moment);
            } catch (GoneException e) {
                slot.gone(version.get());
            }
        }
        if (!slot.seat().filled() && !slot.seat().expected()) {
            return Optional.empty();
        }
        return absent(mail, slot, moment, "it is away");
    }

    /** Waits for a version once; when a seat stayed empty that long, nobody waits any more until it is filled. */
    private Optional<Occupant<Filter>> version(Slot slot) {
        Seat<Filter> seat = slot.seat();
        Optional<Occupant<Filter>> version = slot.occupant(
                away.contains(seat) ? Duration.ZERO : settings.get().grace());
        if (version.isPresent()) {
            away.remove(seat);
        } else {
            away.add(seat);
        }
        return version;
    }

    private Optional<Reply> ask(Judged mail, Slot slot, Occupant<Filter> version, Moment moment) throws GoneException {
        for (Moment earlier : mail.history()) {
            if (!slot.has(earlier) && FilterRow.judges(slot.seat(), earlier.stage())) {
                Optional<Reply> refusal = one(mail, slot, version, earlier);
                if (refusal.isPresent()) {
                    return earlier.stage() == Stage.RECIPIENT ? Optional.of(Policy.anew()) : refusal;
                }
            }
        }
        return FilterRow.judges(slot.seat(), moment.stage()) ? one(mail, slot, version, moment) : Optional.empty();
    }

    private Optional<Reply> one(Judged mail, Slot slot, Occupant<Filter> version, Moment moment) throws GoneException {
        Lane lane = lane(slot.seat(), version);
        if (lane.out()) {
            slot.said(version, moment, Judgement.none());
            return absent(mail, slot, moment, "it hangs");
        }
        long begin = System.nanoTime();
        JudgedMail view = new JudgedMail(
                mail,
                slot,
                envelopeAt(mail, moment),
                moment.stage() == Stage.MESSAGE,
                begin + calls.deadline().toNanos());
        try {
            Judgement judgement = calls.call(lane, () -> version.call(filter -> invoke(filter, view, moment)));
            slot.said(version, moment, judgement);
            recorder.judged(mail, version, moment, Opinions.words(judgement.opinions()), System.nanoTime() - begin);
            if (moment.stage() == Stage.MESSAGE) {
                edit(mail, judgement);
            }
            return Policy.refusal(moment, judgement);
        } catch (GoneException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Exception | Error e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            slot.said(version, moment, Judgement.none());
            if (lane.complains()) {
                LOG.warn(
                        "{} {} failed at {} of {}",
                        version.plugin(),
                        version.version(),
                        moment.stage().method(),
                        mail.client().id(),
                        e);
            }
            recorder.judged(
                    mail, version, moment, "failed: " + e.getClass().getSimpleName(), System.nanoTime() - begin);
            return absent(mail, slot, moment, "it failed");
        }
    }

    private static Judgement invoke(Filter filter, JudgedMail mail, Moment moment) throws Exception {
        Judgement judgement =
                switch (moment.stage()) {
                    case CONNECT -> filter.connect(mail);
                    case HELO -> filter.helo(mail);
                    case REVERSE_PATH -> filter.reversePath(mail);
                    case RECIPIENT -> filter.recipient(mail, moment.recipient().orElseThrow());
                    case MESSAGE -> filter.message(mail);
                };
        if (judgement == null) {
            throw new IllegalStateException("it gave no judgement");
        }
        return judgement;
    }

    /** The envelope as it was at that moment: also when it is judged again later. */
    private static Envelope envelopeAt(Judged mail, Moment moment) {
        Envelope now = mail.envelope();
        if (moment.stage() == Stage.CONNECT || moment.stage() == Stage.HELO) {
            return Envelope.builder("").build();
        }
        if (moment.stage() == Stage.REVERSE_PATH) {
            return now.withRecipients(List.of());
        }
        if (moment.stage() == Stage.RECIPIENT && mail.history().contains(moment)) {
            List<Recipient> before = new ArrayList<>();
            for (Recipient recipient : now.recipients()) {
                if (recipient.equals(moment.recipient().orElseThrow())) {
                    break;
                }
                before.add(recipient);
            }
            return now.withRecipients(before);
        }
        return now;
    }

    private static void edit(Judged mail, Judgement judgement) {
        HeaderEdits edits = mail.arrived().orElseThrow().edits();
        for (Opinion opinion : judgement.opinions()) {
            edits.apply(opinion);
        }
    }

    private Optional<Reply> absent(Judged mail, Slot slot, Moment moment, String why) {
        boolean defers = FilterRow.defersWhenAbsent(slot.seat());
        recorder.passed(mail, slot, moment, (defers ? "defer: " : "passed: ") + why);
        return defers ? Optional.of(Policy.away(moment.stage())) : Optional.empty();
    }

    private Lane lane(Seat<Filter> seat, Occupant<Filter> version) {
        String identity = version.version() + " " + version.configuration();
        return lanes.compute(
                seat,
                (key, lane) -> lane != null && lane.identity().equals(identity)
                        ? lane
                        : new Lane(identity, settings.get().filterThreads() / 2));
    }

    /** Tells a filter how a mail that it judged has ended; nothing if it is away. */
    void conclude(Transaction mail, Slot slot, Filter.Conclusion conclusion) {
        Optional<Occupant<Filter>> version = slot.judgedAnything() ? slot.occupant(Duration.ZERO) : Optional.empty();
        if (version.isEmpty()
                || !slot.judgedAnything()
                || lane(slot.seat(), version.get()).out()) {
            return;
        }
        Occupant<Filter> filter = version.get();
        JudgedMail view = new JudgedMail(
                mail,
                slot,
                mail.envelope(),
                false,
                System.nanoTime() + calls.deadline().toNanos());
        try {
            calls.call(
                    lane(slot.seat(), filter),
                    () -> filter.call(it -> {
                        it.concluded(view, conclusion);
                        return true;
                    }));
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Exception | Error e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.debug("{} was not told of the end of {}: {}", filter.plugin(), mail.id(), e.toString());
        }
    }
}
