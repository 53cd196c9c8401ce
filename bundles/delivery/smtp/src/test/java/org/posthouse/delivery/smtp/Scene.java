package org.posthouse.delivery.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.route.Route;
import org.posthouse.delivery.smtp.hop.Tls;
import org.posthouse.delivery.smtp.talk.Keeping;
import org.posthouse.delivery.smtp.talk.Times;
import org.posthouse.spi.delivery.Delivery;
import org.posthouse.spi.delivery.Delivery.Target;
import org.posthouse.tck.delivery.DeliveryAgentContract.Given;

/** An agent with its surroundings; it listens at 127.0.0.99, should anybody ask and a test not say otherwise. */
final class Scene implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    static final Duration LONG = Duration.ofSeconds(60);
    static final Duration SHORT = Duration.ofMillis(300);

    final FakeResolver dns = new FakeResolver();
    final Map<String, RelayHost> routes = new HashMap<>();
    Tls tls = Tls.MAY;
    Times times = new Times(LONG, LONG, LONG, LONG, LONG, LONG);
    int recipients = 100;
    int perHost = 6;
    int idle = 10;
    boolean demo;
    Optional<String> bind = Optional.of("127.0.0.99");
    private final int port;
    private SmtpDelivery agent;

    /** @param port where hosts listen that DNS names */
    Scene(int port) {
        this.port = port;
    }

    /** Made at the first call, with what is set until then. */
    SmtpDelivery agent() {
        if (agent == null) {
            try {
                agent = new SmtpDelivery(
                        settings(),
                        new SmtpDelivery.Surroundings(
                                dns, this::route, bound(), demo, Clock.fixed(NOW, ZoneOffset.UTC)));
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return agent;
    }

    private Optional<InetAddress> bound() throws IOException {
        return bind.isPresent() ? Optional.of(InetAddress.getByName(bind.get())) : Optional.empty();
    }

    /** With what is set now. */
    SmtpSettings settings() {
        return new SmtpSettings(
                port,
                "posthouse.example",
                tls,
                Optional.empty(),
                times,
                LONG,
                5,
                recipients,
                perHost,
                LONG,
                new Keeping(idle, LONG, 100));
    }

    private Optional<RelayHost> route(String domain) {
        return Optional.ofNullable(routes.getOrDefault(domain, routes.get(RelayHost.ALL)));
    }

    /** An outcome for each of these, in order. */
    List<Outcome> send(String text, String... recipients) throws MailException {
        return send(envelope().build(), text, recipients);
    }

    static Envelope.Builder envelope() {
        return Envelope.builder("Q1").reversePath(new Address("ron", "example.com"));
    }

    List<Outcome> send(Envelope envelope, String text, String... recipients) throws MailException {
        List<Target> targets = new ArrayList<>();
        for (String recipient : recipients) {
            targets.add(target(Recipient.of(address(recipient))));
        }
        return agent().deliver(delivery(envelope, text, targets));
    }

    static Target target(Recipient recipient) {
        return new Target(recipient, new Route.Remote(recipient.address()), "Q1-" + recipient.address());
    }

    static Delivery delivery(Envelope envelope, String text, List<Target> targets) {
        Content message = Content.of(text.getBytes(StandardCharsets.ISO_8859_1));
        return new Given(envelope, targets, message, NOW, NOW.plus(LONG));
    }

    static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    static String status(List<Outcome> outcomes) {
        return outcomes.get(0).status().toString();
    }

    @Override
    public void close() {
        if (agent != null) {
            agent.close();
        }
    }
}
