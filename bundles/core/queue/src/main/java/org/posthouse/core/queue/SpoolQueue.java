package org.posthouse.core.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.posthouse.api.health.Troubles;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Seats;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.Selection;
import org.posthouse.api.route.Router;
import org.posthouse.api.store.MailRoom;
import org.posthouse.api.trace.Trace;
import org.posthouse.core.queue.dispatch.DispatchSettings;
import org.posthouse.core.queue.dispatch.Mailroom;
import org.posthouse.core.queue.spool.Item;
import org.posthouse.core.queue.spool.Spool;
import org.posthouse.core.queue.spool.SpoolSettings;
import org.posthouse.lib.segments.DamagedException;

/** The queue of this machine: a spool on its disk, and who empties it. */
public final class SpoolQueue implements MailQueue, Troubles, AutoCloseable {
    private static final Duration FAR = Duration.ofDays(3650);

    private final Spool spool;
    private final Mailroom mailroom;
    private final WaitingMail waitingMail;
    private final QueueIds ids;
    private final Clock clock;

    /** What the queue works with; router and trace may come and go. */
    public record Colleagues(Seats seats, Supplier<Optional<Router>> router, Trace trace, Clock clock) {}

    public SpoolQueue(Path folder, SpoolSettings disk, DispatchSettings settings, Colleagues colleagues)
            throws IOException {
        this(new Spool(folder, disk), settings, colleagues);
    }

    /** With this spool, which it closes. */
    SpoolQueue(Spool spool, DispatchSettings settings, Colleagues colleagues) {
        this.clock = colleagues.clock();
        this.ids = new QueueIds(clock, new SecureRandom());
        this.spool = spool;
        this.waitingMail = new WaitingMail(spool, colleagues.router());
        this.mailroom = new Mailroom(
                spool,
                settings,
                new Mailroom.Staff(colleagues.seats(), colleagues.router(), colleagues.trace(), clock));
    }

    /** Begins with what waits from before; mail that comes meanwhile is taken and delivered as well. */
    public void begin() {
        mailroom.begin();
    }

    /** Begins after this time at the latest. */
    public void begin(Duration patience) {
        mailroom.begin(patience);
    }

    @Override
    public String newId() {
        return ids.next();
    }

    @Override
    public void enqueue(Envelope envelope, Content message, Instant notBefore) throws MailException {
        if (envelope.recipients().isEmpty()) {
            throw new MailException(Kind.PERMANENT, new Status(5, 5, 1), "no recipients");
        }
        // To the millisecond, as it is kept.
        Instant arrived = Instant.ofEpochMilli(clock.millis());
        spool.enqueue(envelope, message, arrived, within(arrived, notBefore), mailroom::taken);
    }

    private static Instant within(Instant arrived, Instant notBefore) {
        if (notBefore.equals(Instant.MAX)) {
            return notBefore;
        }
        Instant latest = arrived.plus(FAR);
        return notBefore.isBefore(arrived) ? arrived : notBefore.isAfter(latest) ? latest : notBefore;
    }

    @Override
    public List<Outcome> deliver(Envelope envelope, Content message) throws MailException {
        return mailroom.deliver(envelope, message);
    }

    @Override
    public List<QueuedMail> list() {
        return oldestFirst(spool.items().stream()).map(this::listed).toList();
    }

    @Override
    public Stream<QueuedMail> waiting() {
        return spool.items().stream().map(this::listed);
    }

    @Override
    public Optional<QueuedMail> find(String queueId) {
        return spool.find(queueId).map(this::listed);
    }

    @Override
    public Optional<Content> message(String queueId) throws MailException {
        Optional<Item> item = spool.find(queueId);
        try {
            return item.isEmpty() ? Optional.empty() : Optional.of(new QueuedContent(spool.lease(item.get())));
        } catch (DamagedException e) {
            throw new MailException(Kind.PERMANENT, new Status(5, 6, 0), "the message is damaged", e);
        } catch (IOException e) {
            throw MailException.notNow("the message could not be read", e);
        }
    }

    @Override
    public List<String> apply(QueueAction action, Selection selection) throws MailException {
        Selected selected = new Selected(selection);
        List<Item> items = oldestFirst(candidates(selection))
                .filter(item -> selected.fits(listed(item)))
                .toList();
        return items.isEmpty() ? List.of() : mailroom.apply(action, items);
    }

    private Stream<Item> candidates(Selection selection) {
        return selection.ids().isEmpty()
                ? spool.items().stream()
                : selection.ids().stream().flatMap(id -> spool.find(id).stream());
    }

    private static Stream<Item> oldestFirst(Stream<Item> items) {
        return items.sorted(Comparator.comparingLong(Item::arrivedMillis).thenComparing(Item::id));
    }

    /** Who keeps room for mail that waits is told of it, in the background: of all that is here, and of what becomes of it. Empty: nobody does. */
    void keepRoom(Optional<MailRoom> room) {
        waitingMail.keep(room);
    }

    /** A router is here, or another one. */
    void routerCame() {
        waitingMail.tellAll();
    }

    @Override
    public List<String> troubles() {
        return spool.troubles();
    }

    /** Other settings: they act on what begins after. */
    public void change(SpoolSettings disk, DispatchSettings settings) {
        spool.change(disk);
        mailroom.change(settings);
    }

    /** How delivery agents have been behaving. */
    List<Breaker> breakers() {
        return mailroom.breakers();
    }

    private QueuedMail listed(Item item) {
        return Listed.of(item, mailroom.busy(item), clock.millis());
    }

    /** Looks at the clock now: what is due begins. */
    public void wake() {
        mailroom.wake();
    }

    /** Waits for deliveries under way, some seconds at most; then everything is on disk. */
    @Override
    public void close() {
        mailroom.close();
        waitingMail.close();
        spool.close();
    }
}
