package org.posthouse.core.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.health.Troubles;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Breakers;
import org.posthouse.api.plugin.Seats;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.Selection;
import org.posthouse.api.route.Router;
import org.posthouse.api.store.MailRoom;
import org.posthouse.api.trace.SteadyTrace;
import org.posthouse.api.trace.Trace;

/** The queue of the running server, in {@code data/queue} of its home. Goes on while router and trace are being reconfigured. */
@Component(
        name = "org.posthouse.core.queue",
        configurationPid = "org.posthouse.core.queue",
        immediate = true,
        service = {MailQueue.class, Troubles.class, Breakers.class})
@Designate(ocd = QueueConfiguration.class)
public final class QueueComponent implements MailQueue, Troubles, Breakers {
    /** What waits from before a restart is not kept longer, should a listener never accept. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BundleContext context;
    private final Path folder;
    private final Seats seats;
    private final QueueLife life;
    private final QueueIds ids = new QueueIds(Clock.systemUTC(), new SecureRandom());
    private final String machine;
    private final SteadyTrace trace = new SteadyTrace();
    private volatile QueueConfiguration current;
    private Optional<ServiceRegistration<Object>> broken = Optional.empty();
    private boolean active;
    private boolean listening;
    private volatile Router router;
    private volatile MailRoom room;

    @Activate
    public QueueComponent(BundleContext context, QueueConfiguration configuration, @Reference Seats seats) {
        this.context = context;
        this.seats = seats;
        this.machine = machine(context);
        this.current = configuration;
        this.folder = Path.of(context.getProperty("posthouse.home"), "data", "queue");
        this.life = new QueueLife(this::open, new QueueLife.Listener() {
            @Override
            public void opened(SpoolQueue queue) {
                furnish(queue);
            }

            @Override
            public void failed(String reason) {
                tellBroken(reason);
            }
        });
        life.begin();
    }

    private SpoolQueue open() throws IOException {
        QueueConfiguration configuration = current;
        return new SpoolQueue(
                folder,
                QueueConfiguration.Settings.spool(configuration),
                QueueConfiguration.Settings.dispatch(configuration, machine),
                new SpoolQueue.Colleagues(seats, this::router, trace, Clock.systemUTC()));
    }

    /** What came before it was open. */
    private synchronized void furnish(SpoolQueue queue) {
        hideBroken();
        change(queue, current);
        if (room != null) {
            queue.keepRoom(Optional.of(room));
        }
        if (active) {
            begin(queue);
        }
    }

    private synchronized void hideBroken() {
        broken.ifPresent(ServiceRegistration::unregister);
        broken = Optional.empty();
    }

    /** A start waits for mail to be taken: who starts the server reads here why that is not to be. */
    private synchronized void tellBroken(String reason) {
        if (broken.isEmpty()) {
            Map<String, Object> properties = Map.of("posthouse.broken", true, "posthouse.failures", new String[] {
                "the queue cannot be opened: " + reason
            });
            broken = Optional.of(
                    context.registerService(Object.class, new Object(), FrameworkUtil.asDictionary(properties)));
        }
    }

    /** Other settings: the queue stays, and so does who uses it. */
    @Modified
    void change(QueueConfiguration configuration) {
        current = configuration;
        life.open().ifPresent(queue -> change(queue, configuration));
    }

    private void change(SpoolQueue queue, QueueConfiguration configuration) {
        queue.change(
                QueueConfiguration.Settings.spool(configuration),
                QueueConfiguration.Settings.dispatch(configuration, machine));
    }

    /**
     * Once router and trace are here, if they are. What waits from before a restart waits until every listener accepts: a start is not
     * slowed down by deliveries.
     */
    @Activate
    synchronized void begin() {
        active = true;
        life.open().ifPresent(this::begin);
    }

    private void begin(SpoolQueue queue) {
        if (listening) {
            queue.begin();
        } else {
            queue.begin(PATIENCE);
        }
    }

    @Reference(
            service = Object.class,
            target = "(posthouse.ready=true)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC)
    synchronized void setListening(Map<String, Object> ready) {
        listening = true;
        if (active) {
            life.open().ifPresent(this::begin);
        }
    }

    synchronized void unsetListening(Map<String, Object> ready) {
        listening = false;
    }

    private static String machine(BundleContext context) {
        return Optional.ofNullable(context.getProperty("posthouse.host")).orElse("localhost");
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setRouter(Router present) {
        router = present;
        life.open().ifPresent(SpoolQueue::routerCame);
    }

    synchronized void unsetRouter(Router past) {
        if (router == past) {
            router = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setRoom(MailRoom present) {
        room = present;
        life.open().ifPresent(queue -> queue.keepRoom(Optional.of(present)));
    }

    synchronized void unsetRoom(MailRoom past) {
        if (room == past) {
            room = null;
            life.open().ifPresent(queue -> queue.keepRoom(Optional.empty()));
        }
    }

    private Optional<Router> router() {
        return Optional.ofNullable(router);
    }

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

    @Deactivate
    void close() {
        life.close();
        hideBroken();
    }

    @Override
    public String newId() {
        return ids.next();
    }

    @Override
    public void enqueue(Envelope envelope, Content message, Instant notBefore) throws MailException {
        life.queue().enqueue(envelope, message, notBefore);
    }

    @Override
    public List<Outcome> deliver(Envelope envelope, Content message) throws MailException {
        return life.queue().deliver(envelope, message);
    }

    @Override
    public List<QueuedMail> list() throws MailException {
        return life.queue().list();
    }

    @Override
    public Stream<QueuedMail> waiting() throws MailException {
        return life.queue().waiting();
    }

    @Override
    public Optional<QueuedMail> find(String queueId) throws MailException {
        return life.queue().find(queueId);
    }

    @Override
    public Optional<Content> message(String queueId) throws MailException {
        return life.queue().message(queueId);
    }

    @Override
    public List<String> apply(QueueAction action, Selection selection) throws MailException {
        return life.queue().apply(action, selection);
    }

    @Override
    public List<Breaker> breakers() {
        return life.open().map(SpoolQueue::breakers).orElse(List.of());
    }

    @Override
    public List<String> troubles() {
        return life.troubles();
    }
}
