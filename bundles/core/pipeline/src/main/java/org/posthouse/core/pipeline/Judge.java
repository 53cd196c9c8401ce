package org.posthouse.core.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.plugin.Seat;
import org.posthouse.lib.guard.FailedException;
import org.posthouse.lib.guard.Foreign;
import org.posthouse.lib.guard.Guard;
import org.posthouse.lib.guard.Guards;
import org.posthouse.lib.guard.NotCalledException;
import org.posthouse.spi.filter.Filter;
import org.posthouse.spi.filter.Judgement;
import org.posthouse.spi.filter.Mail;
import org.posthouse.spi.filter.Opinion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the filters, one after the other, each behind its guard. A filter that throws or takes too long has failed, not the mail: policy
 * speaks for it. A version that came in the midst of a mail judges its earlier stages first.
 */
final class Judge {
    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);
    private static final int ATTEMPTS = 5;
    private static final ClassValue<Boolean> LISTENS = new Listens();

    private final Guards guards;
    private final Recorder recorder;
    private final Supplier<PipelineSettings> settings;
    private final BodyRoom bodies;
    private final Set<Seat<Filter>> away = ConcurrentHashMap.newKeySet();

    Judge(Guards guards, Recorder recorder, Supplier<PipelineSettings> settings, BodyRoom bodies) {
        this.guards = guards;
        this.recorder = recorder;
        this.settings = settings;
        this.bodies = bodies;
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
            if (FilterRow.judges(slot.seat(), earlier.stage()) && !slot.has(earlier)) {
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
        Missed missed = settings.get().missed().whenAway(slot.seat());
        if (missed == Missed.HOLD) {
            slot.holdFor(moment);
        }
        return missed(mail, slot, Optional.empty(), moment, missed, "it is away");
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
            if (FilterRow.judges(slot.seat(), earlier.stage()) && !slot.has(earlier)) {
                Optional<Reply> refusal = one(mail, slot, version, earlier);
                if (refusal.isPresent()) {
                    return earlier.stage() == Stage.RECIPIENT ? Optional.of(Policy.anew()) : refusal;
                }
            }
        }
        return FilterRow.judges(slot.seat(), moment.stage()) ? one(mail, slot, version, moment) : Optional.empty();
    }

    private Optional<Reply> one(Judged mail, Slot slot, Occupant<Filter> version, Moment moment) throws GoneException {
        Guard guard = guards.of(slot.seat(), version);
        long begin = System.nanoTime();
        Envelope envelope = envelopeAt(mail, moment);
        try (Custody custody = new Custody()) {
            String kind = moment.stage().method();
            Callable<Judgement> work =
                    () -> version.call(filter -> invoke(filter, view(mail, slot, envelope, moment), moment, custody));
            // Who reads a whole message may take its time with one, however quick it was with others.
            Judgement judgement = moment.stage() == Stage.MESSAGE ? guard.call(kind, work) : guard.brief(kind, work);
            slot.said(version, moment, judgement);
            recorder.judged(mail, version, moment, Opinions.words(judgement.opinions()), System.nanoTime() - begin);
            if (moment.stage() == Stage.MESSAGE) {
                custody.handOver();
                edit(mail, judgement);
            }
            return Policy.refusal(moment, judgement);
        } catch (GoneException e) {
            throw e;
        } catch (NotCalledException e) {
            return failed(mail, slot, version, moment, e.getMessage());
        } catch (Exception | Error e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (guard.complains()) {
                LOG.warn(
                        "{} {} failed at {} of {}",
                        version.plugin(),
                        version.version(),
                        moment.stage().method(),
                        mail.client().id(),
                        e);
            }
            String type = e instanceof FailedException failed
                    ? failed.type()
                    : e.getClass().getSimpleName();
            recorder.judged(mail, version, moment, "failed: " + type, System.nanoTime() - begin);
            return failed(mail, slot, version, moment, "it failed");
        }
    }

    /** The time that is left begins when the filter is called: to wait for a place is not its affair. */
    private JudgedMail view(Judged mail, Slot slot, Envelope envelope, Moment moment) {
        return new JudgedMail(
                mail,
                slot,
                envelope,
                moment.stage() == Stage.MESSAGE,
                System.nanoTime() + settings.get().deadline().toNanos());
    }

    /** Asks the filter and takes down what it says, or throws: all that is the filter's own is done with when this returns. */
    private Judgement invoke(Filter filter, JudgedMail mail, Moment moment, Custody custody)
            throws FailedException, InterruptedException {
        return Foreign.call(() -> {
            Judgement judgement =
                    switch (moment.stage()) {
                        case CONNECT -> filter.connect(mail);
                        case HELO -> filter.helo(mail);
                        case REVERSE_PATH -> filter.reversePath(mail);
                        case RECIPIENT ->
                            filter.recipient(mail, moment.recipient().orElseThrow());
                        case MESSAGE -> filter.message(mail);
                    };
            if (judgement == null) {
                throw new IllegalStateException("it gave no judgement");
            }
            long mostBody =
                    moment.stage() == Stage.MESSAGE ? BodyRoom.most(mail.raw().size()) : 0;
            return new Testimony(bodies, custody, mostBody).of(judgement);
        });
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

    /** This version has nothing to say to this any more: policy speaks for it. */
    private Optional<Reply> failed(Judged mail, Slot slot, Occupant<Filter> version, Moment moment, String why) {
        Missed missed = settings.get().missed().whenFailing(slot.seat());
        slot.said(
                version,
                moment,
                missed == Missed.HOLD ? Judgement.builder().hold(why).done() : Judgement.none());
        return missed(mail, slot, Optional.of(version), moment, missed, why);
    }

    private Optional<Reply> missed(
            Judged mail, Slot slot, Optional<Occupant<Filter>> version, Moment moment, Missed missed, String why) {
        recorder.passed(mail, slot, version, moment, missed.done() + ": " + why);
        return missed == Missed.DEFER ? Optional.of(Policy.away(moment.stage())) : Optional.empty();
    }

    /** Whether a filter wants to be told how this mail has ended. Waits for nobody. */
    boolean isAwaited(Transaction mail) {
        return mail.slots().stream().anyMatch(Judge::isAwaited);
    }

    private static boolean isAwaited(Slot slot) {
        try {
            Optional<Occupant<Filter>> filter = slot.judgedAnything() ? slot.occupant(Duration.ZERO) : Optional.empty();
            return filter.isPresent() && filter.get().call(Judge::listens);
        } catch (GoneException e) {
            return false;
        }
    }

    /** Tells a filter how a mail that it judged has ended; nothing if it is away. */
    void conclude(Transaction mail, Slot slot, Filter.Conclusion conclusion) {
        Optional<Occupant<Filter>> version = slot.judgedAnything() ? slot.occupant(Duration.ZERO) : Optional.empty();
        if (version.isEmpty() || !slot.judgedAnything()) {
            return;
        }
        Occupant<Filter> filter = version.get();
        JudgedMail view = new JudgedMail(
                mail,
                slot,
                mail.envelope(),
                false,
                System.nanoTime() + settings.get().deadline().toNanos());
        try {
            if (!filter.call(Judge::listens)) {
                return;
            }
            guards.of(slot.seat(), filter)
                    .call(
                            "concluded",
                            () -> filter.call(it -> Foreign.call(() -> {
                                it.concluded(view, conclusion);
                                return true;
                            })));
        } catch (Exception | Error e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.debug("{} was not told of the end of {}: {}", filter.plugin(), mail.id(), e.toString());
        }
    }

    /** Whether it wants to be told: most do not, and need no thread for it. Runs nothing of the plug-in. */
    private static boolean listens(Filter filter) {
        return LISTENS.get(filter.getClass());
    }

    /** Known once of each class, which does not keep it. */
    private static final class Listens extends ClassValue<Boolean> {
        @Override
        protected Boolean computeValue(Class<?> type) {
            try {
                return type.getMethod("concluded", Mail.class, Filter.Conclusion.class)
                                .getDeclaringClass()
                        != Filter.class;
            } catch (ReflectiveOperationException | LinkageError e) {
                return true;
            }
        }
    }
}
