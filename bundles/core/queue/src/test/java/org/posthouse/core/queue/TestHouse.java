package org.posthouse.core.queue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Status;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.route.Route;
import org.posthouse.api.route.Router;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.core.queue.dispatch.DispatchSettings;
import org.posthouse.core.queue.dispatch.Schedule;
import org.posthouse.core.queue.spool.SpoolSettings;
import org.posthouse.spi.delivery.Delivery;
import org.posthouse.spi.delivery.Delivery.Target;
import org.posthouse.spi.delivery.DeliveryAgent;
import org.posthouse.testkit.FakeClock;
import org.posthouse.testkit.FakeSeats;

/**
 * A queue with everything around it in memory: domain {@code here.example} is ours, with any local part but {@code nobody}; what
 * {@link #aliases} says is an alias.
 */
final class TestHouse implements AutoCloseable, Router, Trace {
    static final String LOCAL = "org.posthouse.delivery.local";
    static final SpoolSettings DISK = new SpoolSettings(1 << 20, 0, Duration.ofMillis(50));

    final FakeSeats seats = new FakeSeats();
    final FakeClock clock = new FakeClock();
    final Map<Address, List<Address>> aliases = new ConcurrentHashMap<>();
    final List<Arrived> arrived = new CopyOnWriteArrayList<>();
    final List<TraceStep> steps = new CopyOnWriteArrayList<>();
    final SpoolQueue queue;

    /** What an agent was given for one target, and its octets. */
    record Arrived(
            String queueId,
            Optional<Address> sender,
            Address recipient,
            Address end,
            String operationId,
            String octets) {}

    TestHouse(Path folder) throws IOException {
        this(folder, DISK);
    }

    TestHouse(Path folder, SpoolSettings disk) throws IOException {
        DispatchSettings settings = new DispatchSettings(
                16,
                8,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                new Schedule(Duration.ofMinutes(1), Duration.ofHours(4), Duration.ofDays(5)),
                "mx.here.example");
        queue = new SpoolQueue(
                folder, disk, settings, new SpoolQueue.Colleagues(seats, () -> Optional.of(this), () -> this, clock));
    }

    /** Seats an agent that notes what it is given and answers like this. */
    void agent(String transport, Function<Target, Outcome> answer) {
        DeliveryAgent agent = delivery -> {
            List<Outcome> outcomes = new ArrayList<>();
            for (Target target : delivery.targets()) {
                Outcome outcome = answer.apply(target);
                if (outcome.status().success()) {
                    arrived.add(arrived(delivery, target));
                }
                outcomes.add(outcome);
            }
            return outcomes;
        };
        seats.fill(
                DeliveryAgent.class,
                "org.posthouse.delivery." + transport,
                "1.0.0",
                agent,
                Map.of(DeliveryAgent.TRANSPORT, transport));
    }

    private static Arrived arrived(Delivery delivery, Target target) {
        try {
            Content message = delivery.message();
            String octets = new String(message.bytes(0, (int) message.size()), StandardCharsets.ISO_8859_1);
            return new Arrived(
                    delivery.envelope().queueId(),
                    delivery.envelope().reversePath(),
                    target.recipient().address(),
                    target.route().address(),
                    target.operationId(),
                    octets);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Outcome delivered(Target target) {
        return Outcome.delivered(target.recipient(), "delivered");
    }

    static Outcome says(Target target, int kind, int subject, int detail) {
        return new Outcome(target.recipient(), new Status(kind, subject, detail), "told so", Optional.empty());
    }

    static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    static Content message(String text) {
        return Content.of(("Subject: " + text + "\r\n\r\n" + text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Takes a mail from {@code ron@there.example}, due at once. */
    String take(String text, String... recipients) throws MailException {
        String id = queue.newId();
        queue.enqueue(envelope(id, recipients), message(text), Instant.EPOCH);
        return id;
    }

    static Envelope envelope(String id, String... recipients) {
        Envelope.Builder envelope = Envelope.builder(id).reversePath(address("ron@there.example"));
        for (String recipient : recipients) {
            envelope.recipient(Recipient.of(address(recipient)));
        }
        return envelope.build();
    }

    /** Moves the clock, and lets the queue see it. */
    void pass(Duration time) {
        clock.advance(time);
        queue.wake();
    }

    @Override
    public Route route(Address address) {
        if (aliases.containsKey(address)) {
            return new Route.Alias(address, aliases.get(address));
        }
        if (!address.domain().equals("here.example")) {
            return new Route.Remote(address);
        }
        if (address.localPart().equals("nobody")) {
            return new Route.Nobody(address, "no such mailbox");
        }
        AccountId id = new AccountId(address.localPart());
        return new Route.Mailbox(address, Account.builder(id, address).build());
    }

    @Override
    public List<Route> resolve(Address address) {
        return aliases.getOrDefault(address, List.of(address)).stream()
                .map(this::route)
                .toList();
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
        return List.copyOf(steps);
    }

    @Override
    public void close() {
        queue.close();
    }
}
