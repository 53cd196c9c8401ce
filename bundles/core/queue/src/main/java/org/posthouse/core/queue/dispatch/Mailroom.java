package org.posthouse.core.queue.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.plugin.Seats;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.api.route.Router;
import org.posthouse.api.trace.Trace;
import org.posthouse.core.queue.spool.Item;
import org.posthouse.core.queue.spool.Spool;
import org.posthouse.spi.delivery.DeliveryAgent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All who bring mail on its way. */
public final class Mailroom implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mailroom.class);
    private static final Duration LOOK_AT_DISK = Duration.ofSeconds(1);

    private final Spool spool;
    private final Agents agents;
    private final Dispatcher dispatcher;
    private final Conclusions conclusions;
    private final Immediate immediate;
    private final Orders orders;
    private volatile DispatchSettings settings;
    private List<Item> inherited;

    /** Who helps: plug-ins in their seats, router and trace as far as they are there, the time. */
    public record Staff(Seats seats, Supplier<Optional<Router>> router, Trace trace, Clock clock) {}

    public Mailroom(Spool spool, DispatchSettings first, Staff staff) {
        this.spool = spool;
        this.settings = first;
        Supplier<DispatchSettings> current = () -> settings;
        Clock clock = staff.clock();
        Traces traces = new Traces(staff.trace(), clock);
        Routing routing = new Routing(staff.router());
        Reports reports = new Reports(spool, this::begun, traces, current, clock);
        this.conclusions = new Conclusions(spool, reports, traces, current, clock);
        Relay relay = new Relay();
        this.dispatcher = new Dispatcher(current, clock, relay);
        conclusions.use(dispatcher);
        this.agents = new Agents(staff.seats(), current, clock, this::changed);
        relay.to =
                new Rounds(new Rounds.House(spool, dispatcher, agents, routing, conclusions, traces, current, clock));
        this.immediate = new Immediate(agents, routing, traces, current, clock, (envelope, message) -> {
            Instant now = Instant.ofEpochMilli(clock.millis());
            spool.enqueue(envelope, message, now, now, this::begun);
        });
        this.inherited = spool.items();
        dispatcher.every(LOOK_AT_DISK, this::lookAtDisk);
        this.orders = new Orders(spool, dispatcher, conclusions, traces, () -> settings.patience(), clock);
    }

    /** Breaks the circle: the dispatcher gives turns to rounds, which give jobs to it. */
    private static final class Relay implements Dispatcher.Turn {
        private volatile Rounds to;

        @Override
        public void run(List<Lane.Job> jobs, Runnable lost) {
            to.run(jobs, lost);
        }

        @Override
        public void giveUp(List<Lane.Job> jobs) {
            to.giveUp(jobs);
        }

        @Override
        public void withdraw(List<Lane.Job> jobs) {
            to.withdraw(jobs);
        }
    }

    /** Begins with what was in the spool from before, once; mail that has come since needs no beginning. */
    public synchronized void begin() {
        List<Item> waiting = inherited;
        inherited = List.of();
        waiting.forEach(conclusions::adopt);
        waiting.forEach(dispatcher::add);
        dispatcher.soon(() -> conclusions.agentCame(agents::present));
    }

    /** Begins after this time at the latest. */
    public void begin(Duration patience) {
        dispatcher.after(patience, this::begin);
    }

    private void lookAtDisk() {
        try {
            if (spool.roomCame()) {
                conclusions.roomCame();
            }
        } catch (RuntimeException e) {
            LOG.error("looking at the disk failed", e);
        }
    }

    /** A mail is safe in the spool. */
    public void taken(Item item) {
        dispatcher.add(item);
    }

    /** A mail that begins here: nobody has asked for room before it was taken. */
    private void begun(Item item) {
        taken(item);
        spool.changed(item);
    }

    private void changed(Seat<DeliveryAgent> seat) {
        dispatcher.workers().renew();
        if (seat.filled()) {
            dispatcher.soon(() -> conclusions.agentCame(agents::present));
        }
    }

    /** Other settings: they act on what begins after. */
    public void change(DispatchSettings changed) {
        settings = changed;
        dispatcher.resettle();
    }

    /** Does it with these mails, safe on return; the ids of those it was done with. */
    public List<String> apply(QueueAction action, Collection<Item> items) throws MailException {
        return orders.apply(action, items);
    }

    /** Delivers at once, without the spool. */
    public List<Outcome> deliver(Envelope envelope, Content message) throws MailException {
        return immediate.deliver(envelope, message);
    }

    /** How delivery agents have been behaving. */
    public List<Breaker> breakers() {
        return agents.breakers();
    }

    public boolean busy(Item item) {
        return dispatcher.leased(item);
    }

    public void wake() {
        dispatcher.wake();
    }

    @Override
    public void close() {
        dispatcher.close();
        agents.close();
    }
}
