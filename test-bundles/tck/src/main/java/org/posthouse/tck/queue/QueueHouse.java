package org.posthouse.tck.queue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Status;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.route.Route;
import org.posthouse.api.route.Router;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.spi.delivery.Delivery;
import org.posthouse.spi.delivery.Delivery.Target;
import org.posthouse.spi.delivery.DeliveryAgent;
import org.posthouse.testkit.FakeClock;
import org.posthouse.testkit.FakeSeats;

/**
 * What is around a queue, in memory: seats for agents, a clock, a router to which {@code here.example} is ours with every local part
 * but {@code nobody}, each an account with its subaddresses behind a {@code +}, and a trace.
 */
public final class QueueHouse implements Router, Trace {
    private final FakeSeats seats = new FakeSeats();
    private final FakeClock clock = new FakeClock();
    private final Map<Address, List<Address>> aliases = new ConcurrentHashMap<>();
    private final Queue<Arrived> arrived = new ConcurrentLinkedQueue<>();
    private final Queue<TraceStep> steps = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /** What an agent was given for one target, and its octets, one character each. */
    public record Arrived(Envelope envelope, Address recipient, Address end, String operationId, String octets) {}

    public FakeSeats seats() {
        return seats;
    }

    public FakeClock clock() {
        return clock;
    }

    /** What agents have said to be delivered, in order. */
    public List<Arrived> arrived() {
        return List.copyOf(arrived);
    }

    /** How many that are by now. */
    public int count() {
        return count.get();
    }

    public List<TraceStep> steps() {
        return List.copyOf(steps);
    }

    public void alias(String address, String... targets) {
        List<Address> ends = new ArrayList<>();
        for (String target : targets) {
            ends.add(address(target));
        }
        aliases.put(address(address), ends);
    }

    /** Seats an agent for this transport that is called by many at a time and answers like this and notes what it delivers. */
    public void agent(String transport, Function<Target, Outcome> answer) {
        DeliveryAgent agent = delivery -> {
            List<Outcome> outcomes = new ArrayList<>();
            for (Target target : delivery.targets()) {
                Outcome outcome = answer.apply(target);
                if (outcome.status().success()) {
                    arrived.add(arrived(delivery, target));
                    count.incrementAndGet();
                }
                outcomes.add(outcome);
            }
            return outcomes;
        };
        agent(transport, "1.0.0", agent);
    }

    public void agent(String transport, String version, DeliveryAgent agent) {
        seats.fill(
                DeliveryAgent.class,
                plugin(transport),
                version,
                agent,
                Map.of(DeliveryAgent.TRANSPORT, transport, Seat.PLACES, 64));
    }

    public static String plugin(String transport) {
        return "org.posthouse.delivery." + transport;
    }

    private static Arrived arrived(Delivery delivery, Target target) {
        try {
            Content message = delivery.message();
            String octets = new String(message.bytes(0, (int) message.size()), StandardCharsets.ISO_8859_1);
            Address recipient = target.recipient().address();
            return new Arrived(delivery.envelope(), recipient, target.route().address(), target.operationId(), octets);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public static Outcome delivered(Target target) {
        return Outcome.delivered(target.recipient(), "delivered");
    }

    public static Outcome says(Target target, int kind, int subject, int detail) {
        return new Outcome(target.recipient(), new Status(kind, subject, detail), "told so", Optional.empty());
    }

    public static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    /** A short message with this subject. */
    public static Content message(String text) {
        return Content.of(("Subject: " + text + "\r\n\r\n" + text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** From {@code ron@there.example} to these. */
    public static Envelope envelope(String id, String... recipients) {
        Envelope.Builder envelope = Envelope.builder(id).reversePath(address("ron@there.example"));
        for (String recipient : recipients) {
            envelope.recipient(Recipient.of(address(recipient)));
        }
        return envelope.build();
    }

    @Override
    public Route route(Address address) {
        if (aliases.containsKey(address)) {
            return new Route.Alias(address, aliases.get(address));
        }
        if (!ours(address.domain())) {
            return new Route.Remote(address);
        }
        if (address.localPart().equals("nobody")) {
            return new Route.Nobody(address, "no such mailbox");
        }
        AccountId id = new AccountId(address.localPart().split("\\+")[0]);
        return new Route.Mailbox(address, Account.builder(id, address).build());
    }

    @Override
    public List<Route> resolve(Address address) {
        return aliases.getOrDefault(address, List.of(address)).stream()
                .map(this::route)
                .toList();
    }

    @Override
    public List<Explanation> explain(Address address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean ours(String domain) {
        return domain.equals("here.example");
    }

    @Override
    public void record(TraceStep step) {
        steps.add(step);
    }

    @Override
    public List<TraceStep> find(Query query, int limit) {
        return steps();
    }

    @Override
    public List<String> latest(int limit) {
        return steps.stream()
                .flatMap(step -> step.queueId().stream())
                .distinct()
                .limit(limit)
                .toList();
    }

    @Override
    public Map<String, Long> totals() {
        return steps.stream().collect(Collectors.groupingBy(TraceStep::stage, Collectors.counting()));
    }
}
