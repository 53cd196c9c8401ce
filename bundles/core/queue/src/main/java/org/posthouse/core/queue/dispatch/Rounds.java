package org.posthouse.core.queue.dispatch;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Status;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.route.Route;
import org.posthouse.core.queue.report.Action;
import org.posthouse.core.queue.report.Notify;
import org.posthouse.core.queue.spool.Item;
import org.posthouse.core.queue.spool.Lease;
import org.posthouse.core.queue.spool.Progress;
import org.posthouse.core.queue.spool.Spool;
import org.posthouse.lib.guard.Loan;
import org.posthouse.lib.guard.NotCalledException;
import org.posthouse.lib.segments.DamagedException;
import org.posthouse.spi.delivery.Delivery.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done in the turns: a mail is routed, its ends are handed to agents, and the last one that comes back concludes. */
final class Rounds implements Dispatcher.Turn {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Loan NO_LOAN = Loan.of(0);

    private final House house;

    /** What rounds need around them. */
    record House(
            Spool spool,
            Dispatcher dispatcher,
            Agents agents,
            Routing routing,
            Conclusions conclusions,
            Traces traces,
            Supplier<DispatchSettings> settings,
            Clock clock) {}

    /** The first turn of a round: for the recipients that were due up to then. */
    record Begin(Item item, long upTo, AtomicBoolean claimed) implements Lane.Job {
        Begin(Item item, long upTo) {
            this(item, upTo, new AtomicBoolean());
        }

        @Override
        public Object attempt() {
            return this;
        }
    }

    /** A later one: one end. Who claims it first tells what became of it. */
    private record Deliver(Attempt attempt, End end, AtomicBoolean claimed) implements Lane.Job {
        @Override
        public Item item() {
            return attempt.item();
        }
    }

    Rounds(House house) {
        this.house = house;
    }

    @Override
    public void run(List<Lane.Job> jobs, Runnable lost) {
        try {
            if (jobs.get(0) instanceof Begin begin) {
                begin(begin);
            } else {
                deliver(jobs.stream().map(Deliver.class::cast).toList(), new Loan(Agents.LENT, lost));
            }
        } catch (Exception | Error e) {
            LOG.error("a turn ended unexpectedly", e);
            putOff(jobs, "delivery failed unexpectedly", Attempt.Way.OTHER);
        }
    }

    @Override
    public void giveUp(List<Lane.Job> jobs) {
        putOff(jobs, "delivery took too long", Attempt.Way.OURS);
    }

    /** What has not been told of them is put off. */
    private void putOff(List<Lane.Job> jobs, String why, Attempt.Way way) {
        for (Lane.Job job : jobs) {
            if (job instanceof Deliver deliver) {
                tell(deliver, deferral(deliver, Status.NOT_NOW, why), way);
            } else if (job instanceof Begin begin && begin.claimed().compareAndSet(false, true)) {
                house.conclusions().postpone(begin.item());
                house.dispatcher().over(begin.item());
            }
        }
    }

    @Override
    public void withdraw(List<Lane.Job> jobs) {
        for (Lane.Job job : jobs) {
            if (job instanceof Deliver deliver) {
                tell(deliver, deferral(deliver, Status.NOT_NOW, "put off"), Attempt.Way.PUT_OFF);
            } else if (job instanceof Begin begin && begin.claimed().compareAndSet(false, true)) {
                house.dispatcher().over(begin.item());
            }
        }
    }

    private void begin(Begin begin) {
        Item item = begin.item();
        Attempt attempt = new Attempt(item, house.conclusions().seatsSeen());
        List<End> ends = new ArrayList<>();
        for (int i = 0; i < item.count(); i++) {
            Progress progress = item.recipient(i);
            if (progress.phase() == Progress.Phase.WAITING && progress.nextMillis() <= begin.upTo()) {
                ends.addAll(ends(attempt, i, progress));
            }
        }
        if (!begin.claimed().compareAndSet(false, true)) {
            return;
        }
        if (ends.isEmpty()) {
            house.conclusions().conclude(attempt, false);
        }
        Map<String, List<Lane.Job>> jobs = new LinkedHashMap<>();
        for (End end : ends) {
            jobs.computeIfAbsent(end.destination(), destination -> new ArrayList<>())
                    .add(new Deliver(attempt, end, new AtomicBoolean()));
        }
        house.dispatcher().lanes(item, jobs);
    }

    /** Where mail for this recipient goes that has not been there yet. */
    private List<End> ends(Attempt attempt, int index, Progress progress) {
        List<Route> routes = List.of();
        Optional<Outcome> outcome = Optional.empty();
        Recipient recipient = Recipient.of(progress.address());
        try {
            routes = house.routing().resolve(progress.address());
        } catch (MailException e) {
            outcome = Optional.of(Outcome.of(recipient, e));
        }
        List<Route> left = routes.stream()
                .filter(route ->
                        progress.ends().stream().noneMatch(end -> end.address().equals(route.address())))
                .toList();
        List<End> ends = left.stream()
                .filter(route -> !(route instanceof Route.Nobody))
                .map(route -> End.of(index, route))
                .toList();
        Attempt.Part part = attempt.part(index, ends.size());
        outcome.ifPresent(failure -> undecided(attempt, part, progress, failure));
        for (Route route : left) {
            if (route instanceof Route.Nobody nobody) {
                decided(attempt, part, nobody.address(), Routing.nobody(recipient, nobody));
            }
        }
        if (routes.isEmpty() && outcome.isEmpty()) {
            decided(attempt, part, progress.address(), Routing.nowhere(recipient));
        }
        return ends;
    }

    /** Where it goes could not be found out: that is no attempt, and told once. */
    private void undecided(Attempt attempt, Attempt.Part part, Progress before, Outcome failure) {
        if (failure.status().temporary() && before.reply().equals(failure.reply())) {
            attempt.told(part, before.address(), failure);
        } else {
            decided(attempt, part, before.address(), failure);
        }
    }

    /** No agent needs to be asked. */
    private void decided(Attempt attempt, Attempt.Part part, Address end, Outcome outcome) {
        attempt.told(part, end, outcome);
        house.traces().decided(attempt.item().id(), end, outcome.status(), outcome.reply());
    }

    /** @param loan of the worker's thread, where mail goes to parts of this server: other hosts are slow by right */
    private void deliver(List<Deliver> jobs, Loan loan) {
        Item item = jobs.get(0).attempt().item();
        try (Lease lease = house.spool().lease(item)) {
            deliver(jobs, lease, loan);
        } catch (DamagedException e) {
            LOG.error("{} cannot be read and is held: {}", item.id(), e.getMessage());
            jobs.get(0).attempt().damaged();
            jobs.forEach(job -> tell(job, deferral(job, Status.NOT_NOW, "message is damaged"), Attempt.Way.OTHER));
        } catch (IOException e) {
            LOG.warn("{} could not be read", item.id(), e);
            jobs.forEach(
                    job -> tell(job, deferral(job, Status.NOT_NOW, "message could not be read"), Attempt.Way.OURS));
        }
    }

    private void deliver(List<Deliver> jobs, Lease lease, Loan loan) throws IOException {
        Envelope envelope = lease.envelope();
        String transport = jobs.get(0).end().transport();
        List<Target> targets = jobs.stream()
                .map(job -> job.end().target(envelope.queueId(), addressee(envelope, job)))
                .toList();
        List<Recipient> recipients =
                targets.stream().map(Target::recipient).distinct().toList();
        Handover delivery = new Handover(
                envelope.withRecipients(recipients),
                targets,
                jobs.get(0).attempt().known(lease.content()),
                lease.arrived(),
                house.clock().instant().plus(house.settings().get().deadline(transport)));
        long start = System.nanoTime();
        Optional<Agents.Answer> answer;
        try {
            answer = house.agents()
                    .deliver(transport, delivery, Duration.ZERO, transport.equals(End.LOCAL) ? loan : NO_LOAN);
        } catch (NotCalledException e) {
            LOG.debug("{}: {} delivery is not asked: {}", envelope.queueId(), transport, e.getMessage());
            jobs.forEach(
                    job -> tell(job, deferral(job, Status.NOT_NOW, Absence.failing(transport)), Attempt.Way.FAILING));
            return;
        }
        long micros = (System.nanoTime() - start) / 1000;
        if (answer.isEmpty()) {
            jobs.forEach(job -> tell(job, away(job), Attempt.Way.NOT_TRIED));
            return;
        }
        List<Outcome> outcomes = answer.get().outcomes();
        for (int i = 0; i < jobs.size(); i++) {
            Deliver job = jobs.get(i);
            Outcome outcome = outcomes.get(i);
            Address to = job.end().route().address();
            house.traces().said(envelope.queueId(), answer.get(), to, outcome.status(), outcome.reply(), micros);
            confirmation(envelope, job, outcome)
                    .ifPresent(phase -> job.attempt().confirm(job.end().recipient(), phase));
        }
        tell(jobs, outcomes, transport.equals(End.LOCAL) ? Attempt.Way.OURS : Attempt.Way.OTHER);
    }

    private static Recipient recipient(Envelope envelope, Deliver job) {
        return envelope.recipients().get(job.end().recipient());
    }

    /** The recipient as the agent gets it. */
    private static Recipient addressee(Envelope envelope, Deliver job) {
        Recipient recipient = recipient(envelope, job);
        return job.attempt().several(job.end().recipient()) ? Notify.ofSeveral(recipient) : recipient;
    }

    /** What the sender wants to be told of a success, if nobody else will tell him: RFC 3461 §5.2.1 to §5.2.3, §5.2.7.3. */
    private static Optional<Progress.Phase> confirmation(Envelope envelope, Deliver job, Outcome outcome) {
        boolean wanted = envelope.reversePath().isPresent()
                && outcome.status().success()
                && Notify.wants(recipient(envelope, job), Action.DELIVERED);
        if (!wanted) {
            return Optional.empty();
        }
        if (job.attempt().several(job.end().recipient())) {
            return Optional.of(Progress.Phase.TELL_EXPANDED);
        }
        if (job.end().transport().equals(End.LOCAL)) {
            return Optional.of(Progress.Phase.TELL_DELIVERED);
        }
        return outcome.notifies() ? Optional.empty() : Optional.of(Progress.Phase.TELL_RELAYED);
    }

    private Outcome away(Deliver job) {
        String transport = job.end().transport();
        return house.agents().known(transport)
                ? deferral(job, Status.NOT_NOW, Absence.away(transport))
                : deferral(job, Routing.NO_ROUTE, Absence.missing(transport));
    }

    private static Outcome deferral(Deliver job, Status status, String reply) {
        Recipient recipient = Recipient.of(job.end().route().address());
        return new Outcome(recipient, status, reply, Optional.empty());
    }

    private void tell(Deliver job, Outcome outcome, Attempt.Way way) {
        tell(List.of(job), List.of(outcome), way);
    }

    /** What became of ends of one attempt to which the same transport leads: who has got it is marked at one go. */
    private void tell(List<Deliver> jobs, List<Outcome> outcomes, Attempt.Way way) {
        Attempt attempt = jobs.get(0).attempt();
        boolean force = !jobs.get(0).end().transport().equals(End.LOCAL);
        Map<Integer, Progress> done = new HashMap<>();
        boolean over = false;
        for (int i = 0; i < jobs.size(); i++) {
            End end = jobs.get(i).end();
            Outcome outcome = outcomes.get(i);
            if (!jobs.get(i).claimed().compareAndSet(false, true)) {
                continue;
            }
            Attempt.Told told = told(jobs.get(i), outcome, way);
            over |= told.over();
            if (told.delivered() && !told.over()) {
                done.put(end.recipient(), house.conclusions().delivered(attempt.part(end.recipient())));
            }
        }
        try {
            if (!done.isEmpty()) {
                house.conclusions().note(attempt.item(), done, force);
            }
        } finally {
            if (over) {
                house.conclusions().conclude(attempt, force);
            }
        }
    }

    /** Of a job that is claimed; if that cannot be told, it is claimed no more. */
    private static Attempt.Told told(Deliver job, Outcome outcome, Attempt.Way way) {
        boolean told = false;
        try {
            End end = job.end();
            Attempt.Told what = job.attempt().told(end.recipient(), end.route().address(), outcome, way);
            told = true;
            return what;
        } finally {
            job.claimed().set(told);
        }
    }
}
