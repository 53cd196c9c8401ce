package org.posthouse.core.queue.dispatch;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
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

/**
 * Delivers while the sender waits, without the spool: RFC 2033 §4.2. What can be delivered to some ends of a recipient's route and not to all
 * of them now is taken into the queue instead: a sender who was told to come again would bring it once more to those who have it.
 */
final class Immediate {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** Senders lend their threads: who is lost with one waits with it. */
    private static final Loan THEIRS = Loan.of(Agents.LENT);

    private final Agents agents;
    private final Routing routing;
    private final Traces traces;
    private final Supplier<DispatchSettings> settings;
    private final Clock clock;
    private final Later later;

    /** Takes a mail that is not for now. */
    interface Later {
        /** Safe on return. */
        void take(Envelope envelope, Content message) throws MailException;
    }

    Immediate(
            Agents agents,
            Routing routing,
            Traces traces,
            Supplier<DispatchSettings> settings,
            Clock clock,
            Later later) {
        this.agents = agents;
        this.routing = routing;
        this.traces = traces;
        this.settings = settings;
        this.clock = clock;
        this.later = later;
    }

    /** One outcome for each recipient, in order. */
    List<Outcome> deliver(Envelope envelope, Content message) throws MailException {
        List<Recipient> recipients = envelope.recipients();
        Outcome[] outcomes = new Outcome[recipients.size()];
        Map<String, List<End>> byTransport = new LinkedHashMap<>();
        BitSet queued = new BitSet();
        for (int i = 0; i < outcomes.length; i++) {
            List<End> ends = ends(recipients.get(i), i, outcomes);
            if (ends.size() > 1 && ends.stream().anyMatch(end -> End.leadsAway(end.destination()))) {
                queued.set(i);
                continue;
            }
            ends.forEach(end -> byTransport
                    .computeIfAbsent(end.transport(), name -> new ArrayList<>())
                    .add(end));
        }
        Content known = known(message, outcomes.length);
        for (Map.Entry<String, List<End>> each : byTransport.entrySet()) {
            List<Outcome> told = hand(envelope, known, each.getKey(), each.getValue());
            for (int i = 0; i < told.size(); i++) {
                int recipient = each.getValue().get(i).recipient();
                if (outcomes[recipient] != null && isNowAndLater(outcomes[recipient], told.get(i))) {
                    queued.set(recipient);
                }
                combine(outcomes, recipient, told.get(i));
            }
        }
        queue(envelope, message, queued, outcomes);
        for (int i = 0; i < outcomes.length; i++) {
            Outcome outcome = outcomes[i];
            outcomes[i] = new Outcome(recipients.get(i), outcome.status(), outcome.reply(), outcome.retryAt());
        }
        return Arrays.asList(outcomes);
    }

    private List<End> ends(Recipient recipient, int index, Outcome[] outcomes) {
        List<End> ends = new ArrayList<>();
        for (Route route : routes(recipient, index, outcomes)) {
            if (route instanceof Route.Nobody nobody) {
                combine(outcomes, index, Routing.nobody(recipient, nobody));
            } else {
                ends.add(End.of(index, route));
            }
        }
        return ends;
    }

    private static boolean isNowAndLater(Outcome one, Outcome other) {
        return (one.status().success() && other.status().temporary())
                || (one.status().temporary() && other.status().success());
    }

    /** Who has it already is known by the mail's id, and does not get it again. */
    private void queue(Envelope envelope, Content message, BitSet which, Outcome[] outcomes) {
        List<Recipient> recipients =
                which.stream().mapToObj(envelope.recipients()::get).toList();
        if (recipients.isEmpty()) {
            return;
        }
        try {
            later.take(envelope.withRecipients(recipients), message);
            which.stream()
                    .forEach(i -> outcomes[i] =
                            Outcome.delivered(envelope.recipients().get(i), "queued as " + envelope.queueId()));
        } catch (MailException e) {
            which.stream()
                    .forEach(i -> outcomes[i] = Outcome.of(envelope.recipients().get(i), e));
        }
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

    /** The worst of all ends. */
    private static void combine(Outcome[] outcomes, int index, Outcome more) {
        Outcome one = outcomes[index];
        boolean worse = one == null
                || one.status().success()
                || (one.status().permanent() && more.status().temporary());
        outcomes[index] = worse ? more : one;
    }
}
