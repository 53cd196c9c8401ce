package org.posthouse.core.queue.dispatch;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Status;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.route.Route;
import org.posthouse.lib.guard.Loan;
import org.posthouse.lib.guard.NotCalledException;
import org.posthouse.spi.delivery.Delivery.Target;

/** Delivers while the sender waits, without the spool: RFC 2033 §4.2. Nothing is tried again. */
final class Immediate {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Senders lend their threads: who is lost with one waits with it. */
    private static final Loan THEIRS = Loan.of(Agents.LENT);

    private final Agents agents;
    private final Routing routing;
    private final Traces traces;
    private final Supplier<DispatchSettings> settings;
    private final Clock clock;

    Immediate(Agents agents, Routing routing, Traces traces, Supplier<DispatchSettings> settings, Clock clock) {
        this.agents = agents;
        this.routing = routing;
        this.traces = traces;
        this.settings = settings;
        this.clock = clock;
    }

    /** One outcome for each recipient, in order. */
    List<Outcome> deliver(Envelope envelope, Content message) throws MailException {
        List<Recipient> recipients = envelope.recipients();
        Outcome[] outcomes = new Outcome[recipients.size()];
        Map<String, List<End>> byTransport = new LinkedHashMap<>();
        for (int i = 0; i < outcomes.length; i++) {
            for (Route route : routes(recipients.get(i), i, outcomes)) {
                if (route instanceof Route.Nobody nobody) {
                    combine(outcomes, i, Routing.nobody(recipients.get(i), nobody));
                } else {
                    End end = End.of(i, route);
                    byTransport
                            .computeIfAbsent(end.transport(), name -> new ArrayList<>())
                            .add(end);
                }
            }
        }
        Content known = known(message, outcomes.length);
        for (Map.Entry<String, List<End>> each : byTransport.entrySet()) {
            List<Outcome> told = hand(envelope, known, each.getKey(), each.getValue());
            for (int i = 0; i < told.size(); i++) {
                combine(outcomes, each.getValue().get(i).recipient(), told.get(i));
            }
        }
        for (int i = 0; i < outcomes.length; i++) {
            Outcome outcome = outcomes[i];
            outcomes[i] = new Outcome(recipients.get(i), outcome.status(), outcome.reply(), outcome.retryAt());
        }
        return Arrays.asList(outcomes);
    }

    private static Content known(Content message, int recipients) throws MailException {
        try {
            return Fingerprint.isOf(message, recipients)
                    ? Content.identified(message, Fingerprint.of(message))
                    : message;
        } catch (IOException e) {
            throw MailException.notNow("message could not be read", e);
        }
    }

    private List<Route> routes(Recipient recipient, int index, Outcome[] outcomes) {
        try {
            List<Route> routes = routing.resolve(recipient.address());
            if (routes.isEmpty()) {
                combine(outcomes, index, Routing.nowhere(recipient));
            }
            return routes;
        } catch (MailException e) {
            combine(outcomes, index, Outcome.of(recipient, e));
            return List.of();
        }
    }

    private List<Outcome> hand(Envelope envelope, Content message, String transport, List<End> ends) {
        Instant now = clock.instant();
        List<Target> targets = ends.stream()
                .map(end -> end.target(envelope.queueId(), envelope.recipients().get(end.recipient())))
                .toList();
        Handover delivery = new Handover(
                envelope, targets, message, now, now.plus(settings.get().deadline(transport)));
        long start = System.nanoTime();
        Optional<Agents.Answer> answer;
        try {
            answer = agents.deliver(transport, delivery, PATIENCE, THEIRS);
        } catch (NotCalledException e) {
            return deferred(ends, Absence.failing(transport));
        }
        long micros = (System.nanoTime() - start) / 1000;
        if (answer.isEmpty()) {
            return deferred(ends, "delivery is away for a moment");
        }
        for (int i = 0; i < ends.size(); i++) {
            Outcome outcome = answer.get().outcomes().get(i);
            traces.said(
                    envelope.queueId(),
                    answer.get(),
                    ends.get(i).route().address(),
                    outcome.status(),
                    outcome.reply(),
                    micros);
        }
        return answer.get().outcomes();
    }

    private static List<Outcome> deferred(List<End> ends, String reply) {
        return ends.stream()
                .map(end -> new Outcome(Recipient.of(end.route().address()), Status.NOT_NOW, reply, Optional.empty()))
                .toList();
    }

    /** The worst of all ends: who asks again delivers to the others once, as they know the operation. */
    private static void combine(Outcome[] outcomes, int index, Outcome more) {
        Outcome one = outcomes[index];
        boolean worse = one == null
                || one.status().success()
                || (one.status().permanent() && more.status().temporary());
        outcomes[index] = worse ? more : one;
    }
}
