package org.posthouse.delivery.smtp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
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
import org.posthouse.api.dns.Resolver;
import org.posthouse.api.log.ServiceLogs;
import org.posthouse.api.log.SteadyLogs;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.route.Route;
import org.posthouse.delivery.smtp.hop.Hosts;
import org.posthouse.delivery.smtp.hop.MailExchangers;
import org.posthouse.delivery.smtp.hop.Ourselves;
import org.posthouse.delivery.smtp.talk.AnyCertificate;
import org.posthouse.delivery.smtp.talk.Caller;
import org.posthouse.delivery.smtp.talk.Carrier;
import org.posthouse.delivery.smtp.talk.Letter;
import org.posthouse.delivery.smtp.talk.Verdict;
import org.posthouse.spi.delivery.Delivery;
import org.posthouse.spi.delivery.Delivery.Target;
import org.posthouse.spi.delivery.DeliveryAgent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mail to other hosts, RFC 5321 §5, in the threads of its caller; all recipients with the same next hop go together. */
@Component(
        name = SmtpDelivery.NAME,
        configurationPid = SmtpDelivery.NAME,
        // Its calls wait for other hosts, and end at their deadlines: as many as the settings allow.
        property = {DeliveryAgent.TRANSPORT + "=smtp", Seat.PLACES + ":Integer=1024"})
@Designate(ocd = SmtpConfiguration.class)
public final class SmtpDelivery implements DeliveryAgent {
    static final String NAME = "org.posthouse.delivery.smtp";

    private static final Logger LOG = LoggerFactory.getLogger(SmtpDelivery.class);
    private static final Status NOT_OUTSIDE = new Status(5, 3, 5);
    private static final String LOOP = "mail is looping: it has been sent on from here before";
    /** Left of the deadline for what comes after. */
    private static final Duration REST = Duration.ofSeconds(1);

    private final Surroundings around;
    private final Hosts hosts;
    private final Carrier carrier;
    private final Clock clock;
    private final SteadyLogs logs = new SteadyLogs();
    private volatile Directions directions;

    @Activate
    public SmtpDelivery(
            BundleContext context,
            SmtpConfiguration configuration,
            @Reference Resolver resolver,
            @Reference RouteTable routes)
            throws GeneralSecurityException {
        this(
                SmtpSettings.of(configuration, machine(context)),
                new Surroundings(resolver, routes::route, bind(context), demo(context), Clock.systemUTC()));
    }

    /** The logs may come and go. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setLogs(ServiceLogs present) {
        logs.come(present);
    }

    void unsetLogs(ServiceLogs past) {
        logs.go(past);
    }

    /** What there is around it. */
    record Surroundings(
            Resolver resolver, Directions.Routes routes, Optional<InetAddress> bind, boolean demo, Clock clock) {}

    SmtpDelivery(SmtpSettings settings, Surroundings around) throws GeneralSecurityException {
        this.around = around;
        this.clock = around.clock();
        this.hosts = new Hosts(clock, settings.perHost(), settings.silence());
        this.directions = directions(settings, around);
        this.carrier = new Carrier(caller(settings), hosts, settings.keeping(), settings.recipients());
    }

    /** Other settings: what is under way goes on by those it began with, for to break it off may be to send it twice. */
    @Modified
    void change(BundleContext context, SmtpConfiguration configuration) throws GeneralSecurityException {
        change(SmtpSettings.of(configuration, machine(context)));
    }

    void change(SmtpSettings settings) throws GeneralSecurityException {
        Caller caller = caller(settings);
        hosts.change(settings.perHost(), settings.silence());
        carrier.change(caller, settings.keeping(), settings.recipients());
        directions = directions(settings, around);
    }

    private static Directions directions(SmtpSettings settings, Surroundings around) {
        Ourselves ourselves = Ourselves.of(settings.name(), around.bind());
        MailExchangers exchangers = new MailExchangers(around.resolver(), ourselves, new SecureRandom());
        return new Directions(settings, around.routes(), exchangers, around.demo());
    }

    private static Caller caller(SmtpSettings settings) throws GeneralSecurityException {
        return new Caller(
                settings.name(),
                settings.from(),
                settings.times(),
                SSLContext.getDefault(),
                trusting(new AnyCertificate()));
    }

    private static SSLContext trusting(TrustManager trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, null);
        return context;
    }

    /** The one address the server listens at, if it is told to. */
    private static boolean demo(BundleContext context) {
        return Boolean.parseBoolean(context.getProperty("posthouse.demo"));
    }

    private static String machine(BundleContext context) {
        return Optional.ofNullable(context.getProperty("posthouse.host")).orElse("localhost");
    }

    private static Optional<InetAddress> bind(BundleContext context) {
        String address = context.getProperty("posthouse.bind");
        try {
            return address == null || address.isBlank()
                    ? Optional.empty()
                    : Optional.of(InetAddress.getByName(address)).filter(bound -> !bound.isAnyLocalAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    @Deactivate
    void close() {
        carrier.close();
    }

    /** What goes together: to the same domain, and sent on from the same address of ours, if it is. */
    private record Way(String domain, Optional<Address> sentOnBy) {}

    @Override
    public List<Outcome> deliver(Delivery delivery) throws MailException {
        Letter letter = Letter.of(delivery.envelope(), delivery.message());
        Duration left = Duration.between(clock.instant(), delivery.deadline()).minus(REST);
        long deadline = System.nanoTime() + left.toNanos();
        Map<Way, List<Target>> ways = new LinkedHashMap<>();
        for (Target target : delivery.targets()) {
            ways.computeIfAbsent(new Way(domain(target), SentOn.by(target)), way -> new ArrayList<>())
                    .add(target);
        }
        Map<Target, Outcome> outcomes = new HashMap<>();
        ways.forEach((way, targets) -> outcomes.putAll(deliver(letter, way, targets, deadline)));
        return delivery.targets().stream().map(outcomes::get).toList();
    }

    /** Empty: it does not go to another host. */
    private static String domain(Target target) {
        return target.route() instanceof Route.Remote remote ? remote.address().domain() : "";
    }

    private Map<Target, Outcome> deliver(Letter letter, Way way, List<Target> targets, long deadline) {
        String domain = way.domain();
        Map<Target, Outcome> outcomes = new HashMap<>();
        if (domain.isEmpty()) {
            targets.forEach(target -> outcomes.put(target, outcome(target, NOT_OUTSIDE, "not an address outside")));
            return outcomes;
        }
        try {
            Optional<Letter> sent = SentOn.marked(letter, way.sentOnBy());
            if (sent.isEmpty()) {
                targets.forEach(target -> outcomes.put(target, outcome(target, Status.ROUTING_LOOP, LOOP)));
                return outcomes;
            }
            Map<Target, Verdict> verdicts = carrier.carry(
                    directions.to(domain),
                    sent.get(),
                    targets,
                    deadline,
                    logs.of("delivery", letter.envelope().queueId()));
            verdicts.forEach((target, verdict) -> outcomes.put(target, outcome(target, verdict)));
        } catch (MailException e) {
            LOG.debug("{}: {} {}", letter.envelope().queueId(), domain, e.getMessage(), e);
            targets.forEach(target -> outcomes.put(target, Outcome.of(target.recipient(), e)));
        }
        return outcomes;
    }

    private Outcome outcome(Target target, Verdict verdict) {
        Optional<Instant> retryAt = verdict.after().map(clock.instant()::plus);
        return new Outcome(target.recipient(), verdict.status(), verdict.text(), retryAt, verdict.notifies());
    }

    private static Outcome outcome(Target target, Status status, String reply) {
        return new Outcome(target.recipient(), status, reply, Optional.empty());
    }
}
