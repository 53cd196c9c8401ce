package org.posthouse.core.pipeline;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.mail.Status;
import org.posthouse.api.net.Client;
import org.posthouse.api.pipeline.Intake;
import org.posthouse.api.pipeline.Via;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Breakers;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.plugin.Seats;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.route.Router;
import org.posthouse.api.store.MailRoom;
import org.posthouse.api.trace.SteadyTrace;
import org.posthouse.api.trace.Trace;
import org.posthouse.lib.guard.Guards;
import org.posthouse.spi.filter.Filter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way in. Keeps connections and transactions; what is done with them is done by {@link Judge}, the rules and {@link Reception}. */
@Component(
        name = "org.posthouse.core.pipeline",
        service = {Intake.class, Breakers.class},
        immediate = true,
        configurationPid = "org.posthouse.core.pipeline")
@Designate(ocd = PipelineConfiguration.class)
public final class MailIntake implements Intake, Breakers {
    private static final Logger LOG = LoggerFactory.getLogger(MailIntake.class);

    /** So long a mail stays with a version that was asked to go. */
    private static final Duration STAY = Duration.ofSeconds(2);

    private static final Reply WELCOME = new Reply(220, Status.OK, "ready");
    private static final Reply FINE = new Reply(250, Status.OK, "OK");
    private static final Reply SENDER_FINE = new Reply(250, new Status(2, 1, 0), "OK");
    private static final Reply RECIPIENT_FINE = new Reply(250, Status.DELIVERED, "OK");

    private final MailQueue queue;
    private final SteadyTrace trace;
    private final CurrentSettings settings;
    private final FilterRow filters;
    private final Guards guards;
    private final Recorder recorder;
    private final Judge judge;
    private final RecipientRule recipientRule;
    private final SenderRule senderRule;
    private final Promises promises = new Promises();
    private final Reception reception;
    private final Conclusions conclusions;
    private final Underway underway = new Underway();
    private final Map<String, Visit> visits = new ConcurrentHashMap<>();
    private final Map<String, Transaction> open = new ConcurrentHashMap<>();

    @Activate
    public MailIntake(
            BundleContext context,
            @Reference Seats seats,
            @Reference Router router,
            @Reference MailQueue queue,
            PipelineConfiguration config) {
        this(
                new House(
                        seats,
                        router,
                        queue,
                        new SteadyTrace(),
                        Clock.systemUTC(),
                        context.getBundle().getVersion().toString(),
                        context.getDataFile("bodies").toPath()),
                PipelineSettings.of(config, machine(context)));
    }

    /**
     * What the pipeline stands on.
     *
     * @param bodies folder for bodies that filters give
     */
    record House(
            Seats seats, Router router, MailQueue queue, SteadyTrace trace, Clock clock, String version, Path bodies) {}

    MailIntake(House house, PipelineSettings settings) {
        this.queue = house.queue();
        this.trace = house.trace();
        this.settings = new CurrentSettings(settings);
        this.guards = new Guards("filter", () -> this.settings.get().guard(), failure -> false, house.clock());
        this.filters = new FilterRow(house.seats(), () -> this.settings.get().filterOrder(), guards::changed);
        this.recorder = new Recorder(house.trace(), house.clock(), house.version(), this.settings::hash);
        BodyRoom bodies = new BodyRoom(house.bodies());
        bodies.empty();
        this.judge = new Judge(guards, recorder, this.settings, bodies);
        this.recipientRule = new RecipientRule(house.router());
        this.senderRule = new SenderRule(house.router());
        this.reception = new Reception(
                judge, recorder, senderRule, new Handing(queue, promises, house.clock()), this.settings, house.clock());
        this.conclusions = new Conclusions(judge);
    }

    /** The trace may come and go. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setTrace(Trace present) {
        trace.come(present);
    }

    void unsetTrace(Trace past) {
        trace.go(past);
    }

    /** Who knows of room may come and go; what was promised then is forgotten with it. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setRoom(MailRoom present) {
        promises.come(present);
    }

    void unsetRoom(MailRoom past) {
        promises.go(past);
    }

    /** What the machine is called: the name of a server that has been given none. */
    private static String machine(BundleContext context) {
        return Optional.ofNullable(context.getProperty("posthouse.host")).orElse("localhost");
    }

    /** Other settings: the service stays, and so do the protocols that use it and the mails under way. */
    @Modified
    void change(BundleContext context, PipelineConfiguration config) {
        change(PipelineSettings.of(config, machine(context)));
    }

    void change(PipelineSettings changed) {
        settings.set(changed);
        changed.missed()
                .strangers(filters.plugins())
                .forEach(name -> LOG.warn("whenAway, whenFailing: there is no filter '{}'", name));
    }

    @Deactivate
    void close() {
        underway.close();
        List.copyOf(open.keySet()).forEach(this::abort);
        conclusions.close();
        visits.values().forEach(Visit::end);
        visits.clear();
        guards.close();
        filters.close();
    }

    @Override
    public Reply connect(Client client, Via via) throws MailException {
        return underway.step(() -> {
            Visit visit = visit(client, via);
            visit.arrange(filters.seats());
            Optional<Reply> refusal = judge.judge(visit, Moment.CONNECT);
            visit.slots().forEach(Slot::rest);
            if (refusal.isPresent()) {
                visit.slots().forEach(slot -> slot.forget(Moment.CONNECT));
                recorder.refused(visit, Optional.empty(), "connection refused", refusal.get());
                return refusal.get();
            }
            visit.happened(Moment.CONNECT);
            recorder.welcomed(visit, WELCOME);
            return WELCOME;
        });
    }

    @Override
    public Reply helo(Client client, Via via, String name) throws MailException {
        return underway.step(() -> {
            Visit visit = visit(client, via);
            visit.helo(name);
            Optional<Reply> refusal = judge.judge(visit, Moment.HELO);
            visit.slots().forEach(Slot::rest);
            if (refusal.isPresent()) {
                visit.slots().forEach(slot -> slot.forget(Moment.HELO));
                recorder.refused(visit, Optional.empty(), "helo refused", refusal.get());
                return refusal.get();
            }
            visit.happened(Moment.HELO);
            return FINE;
        });
    }

    /** The connection as it is known; one that a former pipeline knew is new to us, and filters judge it with its next mail. */
    private Visit visit(Client client, Via via) {
        Visit known = visits.get(client.id());
        if (known != null) {
            return known;
        }
        Visit visit = new Visit(client, via);
        visit.arrange(filters.seats());
        visits.put(client.id(), visit);
        client.whenClosed("pipeline", () -> leave(visit));
        return visit;
    }

    private void leave(Visit visit) {
        visits.remove(visit.client().id(), visit);
        visit.end().map(Transaction::id).ifPresent(this::abort);
    }

    @Override
    public Begun begin(Start start) throws MailException {
        return underway.step(() -> {
            if (open.size() >= settings.get().maxTransactions()) {
                return refused(new Reply(451, new Status(4, 3, 2), "Too many mails at a time; try again later"));
            }
            Visit visit = visit(start.client(), start.via());
            visit.mail(Optional.empty()).map(Transaction::id).ifPresent(this::abort);
            Transaction mail = transaction(start, visit);
            Optional<Reply> refusal;
            try {
                refusal = senderRefusal(start);
                refusal = refusal.isPresent() ? refusal : judge.judge(mail, Moment.REVERSE_PATH);
            } catch (MailException | RuntimeException e) {
                mail.close();
                throw e;
            }
            if (refusal.isPresent()) {
                recorder.refused(mail, Optional.empty(), "reverse-path refused", refusal.get());
                mail.close();
                return refused(refusal.get());
            }
            mail.happened(Moment.REVERSE_PATH);
            open.put(mail.id(), mail);
            visit.mail(Optional.of(mail));
            if (visit.ended()) {
                abort(mail.id());
            }
            return new Begun(SENDER_FINE, Optional.of(mail.id()));
        });
    }

    private static Begun refused(Reply reply) {
        return new Begun(reply, Optional.empty());
    }

    private Optional<Reply> senderRefusal(Start start) throws MailException {
        return settings.get().ownReversePath()
                        && start.submitter().isPresent()
                        && start.reversePath().isPresent()
                ? senderRule.reversePath(
                        start.submitter().get(), start.reversePath().get())
                : Optional.empty();
    }

    /** A mail with its filters' versions pinned. */
    private Transaction transaction(Start start, Visit visit) {
        List<Seat<Filter>> seats = filters.seats();
        visit.arrange(seats);
        List<Slot> slots = new ArrayList<>(seats.size());
        for (Slot slot : visit.slots()) {
            slots.add(new Slot(slot, giveBack -> guards.later(STAY, giveBack)));
        }
        List<Moment> history = new ArrayList<>(3);
        history.add(Moment.CONNECT);
        start.helo().ifPresent(name -> history.add(Moment.HELO));
        slots.forEach(slot -> slot.occupant(Duration.ZERO));
        return new Transaction(queue.newId(), start, slots, history);
    }

    @Override
    public Reply recipient(String transaction, Recipient recipient) throws MailException {
        return underway.step(() -> {
            Transaction mail = find(transaction);
            Reply reply = recipient(mail, recipient);
            mail.lastCode(reply.code());
            return reply;
        });
    }

    private Reply recipient(Transaction mail, Recipient recipient) throws MailException {
        if (mail.repeated(recipient)) {
            return RECIPIENT_FINE;
        }
        if (mail.count() >= settings.get().maxRecipients()) {
            return new Reply(452, new Status(4, 5, 3), "Too many recipients; send to these first");
        }
        RecipientRule.Found found;
        try {
            found = recipientRule.find(recipient.address());
        } catch (MailException e) {
            return noted(mail, recipient, "not routed", Reply.of(e));
        }
        if (found.refusal().isPresent()) {
            return noted(mail, recipient, "nobody", found.refusal().get());
        }
        Moment moment = Moment.of(recipient);
        Optional<Reply> refusal = judge.judge(mail, moment);
        String why = "refused";
        if (refusal.isEmpty() && found.place() == RecipientRule.Place.ELSEWHERE) {
            refusal = RecipientRule.relay(mail, moment);
            why = "relay denied";
        }
        if (refusal.isPresent()) {
            mail.slots().forEach(slot -> slot.forget(moment));
            return noted(mail, recipient, why, refusal.get());
        }
        Optional<Reply> full = promises.promise(mail, recipient, found.mailboxes());
        if (full.isPresent()) {
            mail.slots().forEach(slot -> slot.forget(moment));
            return noted(mail, recipient, "mailbox full", full.get());
        }
        mail.happened(moment);
        mail.accept(recipient);
        return RECIPIENT_FINE;
    }

    private Reply noted(Transaction mail, Recipient recipient, String why, Reply reply) {
        recorder.refused(mail, Optional.of(recipient), why, reply);
        return reply;
    }

    private Transaction find(String transaction) throws MailException {
        Transaction mail = open.get(transaction);
        if (mail == null) {
            throw MailException.notNow("The transaction was lost; begin again");
        }
        return mail;
    }

    @Override
    public List<Reply> finish(String transaction, Content message) throws MailException {
        return underway.step(() -> {
            Transaction mail = open.remove(transaction);
            if (mail == null) {
                throw MailException.notNow("The transaction was lost; begin again");
            }
            Filter.Conclusion conclusion = new Filter.Conclusion(false, Optional.empty(), 451);
            try {
                List<Reply> replies = reception.receive(mail, message);
                boolean accepted = replies.stream().anyMatch(Reply::accepted);
                conclusion = new Filter.Conclusion(
                        accepted,
                        accepted ? Optional.of(mail.id()) : Optional.empty(),
                        replies.get(0).code());
                return replies;
            } finally {
                if (!conclusion.accepted()) {
                    promises.release(mail.id());
                }
                conclusions.conclude(mail, conclusion);
            }
        });
    }

    @Override
    public void abort(String transaction) {
        Transaction mail = open.remove(transaction);
        if (mail != null) {
            notAccepted(mail, mail.lastCode());
        }
    }

    @Override
    public void refuse(String transaction, Reply reply) {
        Transaction mail = open.remove(transaction);
        if (mail != null) {
            recorder.refused(mail, Optional.empty(), "message refused", reply);
            notAccepted(mail, reply.code());
        }
    }

    private void notAccepted(Transaction mail, int code) {
        promises.release(mail.id());
        conclusions.conclude(mail, new Filter.Conclusion(false, Optional.empty(), code));
    }

    @Override
    public List<Step> order() {
        List<Step> order = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            int rank = 0;
            for (Seat<Filter> seat : filters.seats()) {
                if (FilterRow.judges(seat, stage)) {
                    order.add(step(stage, ++rank, seat));
                }
            }
        }
        return order;
    }

    private Step step(Stage stage, int rank, Seat<Filter> seat) {
        MissedRules missed = settings.get().missed();
        Optional<Occupant<Filter>> version = seat.current();
        try {
            return new Step(
                    stage.method(),
                    rank,
                    seat.plugin(),
                    version.map(Occupant::version).orElse(""),
                    version.map(its -> state(guards.of(seat, its).breaker())).orElse("away"),
                    missed.whenAway(seat).word(),
                    missed.whenFailing(seat).word());
        } finally {
            version.ifPresent(Occupant::close);
        }
    }

    private static String state(Breaker breaker) {
        return switch (breaker.state()) {
            case CLOSED -> "live";
            case OPEN, HALF_OPEN -> "failing";
            case OUT -> "out";
        };
    }

    @Override
    public List<Breaker> breakers() {
        return guards.breakers();
    }
}
