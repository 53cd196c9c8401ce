package org.posthouse.core.queue.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.queue.Outcome;
import org.posthouse.core.queue.report.Told;
import org.posthouse.core.queue.spool.End;
import org.posthouse.core.queue.spool.Item;
import org.posthouse.core.queue.spool.Progress;
import org.posthouse.core.queue.spool.Spool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws the conclusion of a round: what is done, tried again and when, reported to the sender, or held for the administrator. */
final class Conclusions {
    private static final Logger LOG = LoggerFactory.getLogger(Conclusions.class);
    /** Nothing could be tried: look again then, or when the agent is back. */
    private static final Duration SHORTLY = Duration.ofMinutes(1);
    /** No such agent is expected: it is looked whether there is one all the same. */
    private static final Duration WITHOUT_TRANSPORT = Duration.ofMinutes(15);
    /** Delivery time expired, RFC 3463 §3.5. */
    private static final Status EXPIRED = new Status(5, 4, 7);
    /** Undefined permanent failure, RFC 3463 §3.1. */
    private static final Status GIVEN_UP = new Status(5, 0, 0);

    private final Spool spool;
    private final Reports reports;
    private final Traces traces;
    private final Supplier<DispatchSettings> settings;
    private final Clock clock;
    private final Set<Item> awaitAgent = ConcurrentHashMap.newKeySet();
    private final AtomicLong seatChanges = new AtomicLong();
    private volatile Dispatcher dispatcher;
    private volatile Predicate<String> present = transport -> false;

    Conclusions(Spool spool, Reports reports, Traces traces, Supplier<DispatchSettings> settings, Clock clock) {
        this.spool = spool;
        this.reports = reports;
        this.traces = traces;
        this.settings = settings;
        this.clock = clock;
    }

    void use(Dispatcher current) {
        dispatcher = current;
    }

    long seatsSeen() {
        return seatChanges.get();
    }

    /**
     * An agent has come: who waited for it is due.
     *
     * @param here whether there is an agent of such a transport
     */
    void agentCame(Predicate<String> here) {
        present = here;
        seatChanges.incrementAndGet();
        for (Item item : List.copyOf(awaitAgent)) {
            if (item.recipients().stream().anyMatch(recipient -> Absence.waits(recipient, here))
                    && awaitAgent.remove(item)) {
                hasten(item);
                dispatcher.add(item);
            }
        }
    }

    /** A mail from before the restart: it may wait for an agent, too, or its sender is told already. Before reports leave. */
    void adopt(Item item) {
        for (Reports.Matter matter : reports.matters(item)) {
            if (reports.isThere(item, matter)) {
                note(item, told(matter), true);
            }
        }
        Map<Integer, Progress> late = untold(item);
        if (!late.isEmpty() && reports.isDelayThere(item)) {
            note(item, late, true);
        }
        if (item.recipients().stream().anyMatch(recipient -> Absence.waits(recipient, any -> true))) {
            awaitAgent.add(item);
        }
    }

    /** Those who wait, as they stand once the sender knows that it takes longer. */
    private static Map<Integer, Progress> untold(Item item) {
        Map<Integer, Progress> late = new HashMap<>();
        for (int i = 0; item.sender().isPresent() && i < item.count(); i++) {
            Progress progress = item.recipient(i);
            if (progress.phase() == Progress.Phase.WAITING && !progress.delayTold()) {
                late.put(i, progress.tellingOfDelay());
            }
        }
        return late;
    }

    /** A mail is gone. */
    void forget(Item item) {
        awaitAgent.remove(item);
    }

    /** The disk has room again: who found it full is due. */
    void roomCame() {
        seatChanges.incrementAndGet();
        for (Item item : spool.items()) {
            if (hasten(item, progress -> progress.status()
                    .filter(Status.SYSTEM_FULL::equals)
                    .isPresent())) {
                dispatcher.add(item);
            }
        }
    }

    private void hasten(Item item) {
        hasten(item, progress -> Absence.waits(progress, present));
    }

    /** Whether any of its recipients is due now. */
    private boolean hasten(Item item, Predicate<Progress> waiting) {
        // Under its lock: what is being delivered just now must not come back.
        synchronized (item) {
            Map<Integer, Progress> due = new HashMap<>();
            for (int i = 0; i < item.count(); i++) {
                Progress progress = item.recipient(i);
                if (progress.phase() == Progress.Phase.WAITING && waiting.test(progress)) {
                    due.put(i, progress.dueAt(clock.millis()));
                }
            }
            if (!due.isEmpty()) {
                note(item, due, false);
            }
            return !due.isEmpty();
        }
    }

    /** Routing failed: again shortly. */
    void postpone(Item item) {
        postpone(item, "routing failed unexpectedly");
    }

    private void postpone(Item item, String why) {
        Map<Integer, Progress> later = new HashMap<>();
        for (int i = 0; i < item.count(); i++) {
            Progress progress = item.recipient(i);
            if (progress.phase() == Progress.Phase.WAITING && progress.nextMillis() <= clock.millis()) {
                Instant next = clock.instant().plus(SHORTLY);
                later.put(i, progress.postponed(next, Status.NOT_NOW, why, progress.ends()));
            }
        }
        note(item, later, false);
    }

    /** Marks; a mark that is lost costs a second attempt. */
    void note(Item item, Map<Integer, Progress> progress, boolean force) {
        try {
            spool.note(item, progress, force);
        } catch (MailException e) {
            LOG.warn("{}: what became of it could not be marked: {}", item.id(), e.getMessage());
        }
    }

    /** @param force whether what was done cannot be done again without harm */
    void conclude(Attempt attempt, boolean force) {
        Item item = attempt.item();
        awaitAgent.remove(item);
        try {
            Verdicts verdicts = new Verdicts();
            for (Attempt.Part part : attempt.parts()) {
                judge(attempt, part, verdicts);
            }
            Optional<String> delay = tellOfDelay(item, verdicts);
            verdicts.failed.forEach(part -> fail(item, part, verdicts.next));
            boolean telling = verdicts.next.values().stream()
                    .anyMatch(next -> next.phase().telling());
            note(item, verdicts.next, force || telling || delay.isPresent());
            delay.ifPresent(reports::setOff);
            tell(item);
            if (verdicts.away) {
                awaitAgent(attempt);
            }
        } catch (Exception | Error e) {
            LOG.error("{}: what became of it could not be concluded", item.id(), e);
            postpone(item, "delivery failed unexpectedly");
        } finally {
            dispatcher.over(item);
        }
    }

    /** What a round leads to. */
    private static final class Verdicts {
        private final Map<Integer, Progress> next = new HashMap<>();
        private final List<Attempt.Part> failed = new ArrayList<>();
        /** Those of next that are tried on. */
        private final List<Attempt.Part> waiting = new ArrayList<>();

        private boolean away;
    }

    private void judge(Attempt attempt, Attempt.Part part, Verdicts verdicts) {
        if (attempt.isDamaged()) {
            verdicts.next.put(part.index(), part.before().heldAsDamaged());
        } else if (part.deferral().isPresent()) {
            later(attempt, part, verdicts);
        } else if (part.putOff()) {
            verdicts.next.put(part.index(), part.before().settled(part.settled()));
        } else if (!part.failures().isEmpty()) {
            verdicts.failed.add(part);
        } else {
            verdicts.next.put(part.index(), delivered(part));
        }
    }

    /** How a recipient stands who has got it everywhere. */
    Progress delivered(Attempt.Part part) {
        return part.confirmation()
                .map(telling -> part.before().settled(telling, clock.millis(), part.settled()))
                .orElseGet(() -> part.before().done(part.lastStatus(), part.lastReply()));
    }

    /** Senders are told once that it takes longer, RFC 3461 §5.2.5: the id of the report, which leaves when that is marked. */
    private Optional<String> tellOfDelay(Item item, Verdicts verdicts) {
        Duration after = settings.get().delayAfter();
        boolean late = !after.isZero() && clock.millis() - item.arrivedMillis() >= after.toMillis();
        List<Attempt.Part> untold = verdicts.waiting.stream()
                .filter(part -> !part.before().delayTold())
                .toList();
        if (!late || item.sender().isEmpty() || untold.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> report = reports.delayed(item, untold);
        report.ifPresent(id -> untold.forEach(
                part -> verdicts.next.computeIfPresent(part.index(), (index, progress) -> progress.tellingOfDelay())));
        return report;
    }

    /** Again later, or too old for that. */
    private void later(Attempt attempt, Attempt.Part part, Verdicts verdicts) {
        Schedule schedule = settings.get().schedule();
        Outcome deferral = part.deferral().orElseThrow();
        Progress before = part.before();
        Instant arrived = Instant.ofEpochMilli(attempt.item().arrivedMillis());
        boolean noRoute = !part.tried() && deferral.status().equals(Routing.NO_ROUTE);
        boolean expired = part.tried()
                ? schedule.expired(arrived, before.attempts() + 1, clock.instant())
                : noRoute && schedule.expired(arrived, Instant.ofEpochMilli(before.nextMillis()), clock.instant());
        if (expired) {
            part.settled().add(new End(before.address(), EXPIRED, Told.GIVEN_UP + deferral.reply()));
            verdicts.failed.add(part);
            return;
        }
        verdicts.waiting.add(part);
        verdicts.away |= !part.tried();
        Instant again = again(attempt, part, noRoute);
        Progress next = part.tried()
                ? before.deferred(again, deferral.status(), deferral.reply(), part.settled())
                : before.postponed(again, deferral.status(), deferral.reply(), part.settled());
        verdicts.next.put(part.index(), next);
    }

    private Instant again(Attempt attempt, Attempt.Part part, boolean noRoute) {
        Schedule schedule = settings.get().schedule();
        Instant now = clock.instant();
        boolean changed = attempt.seatsSeen() != seatsSeen();
        Outcome deferral = part.deferral().orElseThrow();
        if (!part.tried()) {
            Instant arrived = Instant.ofEpochMilli(attempt.item().arrivedMillis());
            Duration ours = part.ours() ? schedule.patience(arrived, now) : SHORTLY;
            return changed ? now : now.plus(noRoute ? WITHOUT_TRANSPORT : ours);
        }
        if (changed && deferral.status().equals(Status.SYSTEM_FULL)) {
            // Room has come meanwhile.
            return now;
        }
        return deferral.retryAt()
                .filter(at -> at.isAfter(now) && at.isBefore(now.plus(schedule.longest())))
                .orElse(now.plus(schedule.delay(part.before().attempts() + 1, part.ours())));
    }

    /**
     * An administrator gives a mail up: every recipient left fails, and the sender is told. Nobody else may be at it. Whether it is done
     * with, safely.
     */
    boolean giveUp(Item item) {
        forget(item);
        List<Attempt.Part> left = new ArrayList<>();
        for (int i = 0; i < item.count(); i++) {
            Progress progress = item.recipient(i);
            if (progress.phase().undecided()) {
                Attempt.Part part = new Attempt.Part(i, progress, 0);
                part.settled().add(new End(progress.address(), GIVEN_UP, "given up by the administrator"));
                left.add(part);
                traces.decided(item.id(), progress.address(), GIVEN_UP, "given up by the administrator");
            }
        }
        Map<Integer, Progress> next = new HashMap<>();
        left.forEach(part -> fail(item, part, next));
        note(item, next, true);
        tell(item);
        return !left.isEmpty()
                && left.stream().allMatch(part -> item.recipient(part.index()).phase() == Progress.Phase.DONE);
    }

    private void awaitAgent(Attempt attempt) {
        awaitAgent.add(attempt.item());
        if (attempt.seatsSeen() != seatsSeen() && awaitAgent.remove(attempt.item())) {
            hasten(attempt.item());
        }
    }

    /**
     * The sender is to be told. Where there is none, for a report is not reported on (RFC 5321 §6.1), the postmaster is; what he cannot
     * get himself is held.
     */
    private void fail(Item item, Attempt.Part part, Map<Integer, Progress> next) {
        End last = part.failures().get(part.failures().size() - 1);
        if (last.status().equals(EXPIRED)) {
            traces.decided(item.id(), part.before().address(), last.status(), last.reply());
        }
        if (reports.lastResort(item, part)) {
            LOG.error("{} failed, and nobody is left to be told: held: {} {}", item.id(), last.status(), last.reply());
            next.put(part.index(), part.before().held(last.status(), last.reply()));
        } else {
            next.put(part.index(), part.before().settled(Progress.Phase.TELL_FAILED, clock.millis(), part.settled()));
        }
    }

    /**
     * Tells those who are still to be told. That they are is marked before, and the report sets off after it is marked that they are
     * told: so nothing is told never, and nothing twice, wherever this process ends.
     */
    private void tell(Item item) {
        for (Reports.Matter matter : reports.matters(item)) {
            switch (reports.report(item, matter)) {
                case TOLD -> {
                    note(item, told(matter), true);
                    reports.setOff(item, matter);
                }
                case LATER -> note(item, later(matter), false);
                case UNREADABLE -> note(item, held(matter), true);
            }
        }
    }

    private static Map<Integer, Progress> told(Reports.Matter matter) {
        return matter.with(Progress::told);
    }

    private static Map<Integer, Progress> held(Reports.Matter matter) {
        return matter.with(Progress::heldAsDamaged);
    }

    private Map<Integer, Progress> later(Reports.Matter matter) {
        long again = clock.instant().plus(SHORTLY).toEpochMilli();
        return matter.with(progress -> progress.dueAt(again));
    }
}
