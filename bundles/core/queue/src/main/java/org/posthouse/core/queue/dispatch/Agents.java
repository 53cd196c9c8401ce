package org.posthouse.core.queue.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.plugin.SeatRow;
import org.posthouse.api.plugin.Seats;
import org.posthouse.api.queue.Outcome;
import org.posthouse.lib.guard.Foreign;
import org.posthouse.lib.guard.Guard;
import org.posthouse.lib.guard.GuardLimits;
import org.posthouse.lib.guard.Guards;
import org.posthouse.lib.guard.Loan;
import org.posthouse.lib.guard.NotCalledException;
import org.posthouse.lib.guard.OverdueException;
import org.posthouse.spi.delivery.Delivery;
import org.posthouse.spi.delivery.DeliveryAgent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The delivery agents in their seats, each version behind its guard. One that throws, hangs or gives no outcomes has failed, and the mail
 * waits; what it says of a recipient, or as a {@link MailException}, is an answer.
 */
final class Agents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agents.class);
    private static final int VERSIONS = 3;
    /** Agents are told a deadline, and have this time to come back after it. */
    private static final Duration AFTER_DEADLINE = Duration.ofSeconds(2);

    /** Threads of callers that agents may be on: each could be lost to one that never comes back. */
    static final int LENT = 16;

    private static final int FAILURES = 5;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Guards ours;
    private final Guards others;
    private final SeatRow<DeliveryAgent> row;

    /** What an agent said, and who it was: symbolic name, version, configuration. */
    record Answer(List<Outcome> outcomes, String plugin, String version, String configuration) {}

    /** @param changed told after an agent has come or gone */
    Agents(Seats seats, Supplier<DispatchSettings> settings, Clock clock, Consumer<Seat<DeliveryAgent>> changed) {
        ours = new Guards("deliver-ours", () -> limits(settings.get(), End.LOCAL), failure -> false, clock);
        others = new Guards("deliver-other", () -> limits(settings.get(), End.SMTP), failure -> false, clock);
        row = seats.open(DeliveryAgent.class, seat -> {
            ours.changed(seat);
            others.changed(seat);
            changed.accept(seat);
        });
    }

    /** How long an agent takes is its own affair up to the deadline: other hosts are slow by right. */
    private static GuardLimits limits(DispatchSettings settings, String transport) {
        Duration deadline = settings.deadline(transport).plus(AFTER_DEADLINE);
        int most = settings.most(transport);
        return new GuardLimits(
                deadline, deadline, Math.min(GuardLimits.FEW, most), most, FAILURES, FIRST_WAIT, LONGEST_WAIT);
    }

    private Guards guards(String transport) {
        return transport.equals(End.LOCAL) ? ours : others;
    }

    /** Whether there is such an agent, or one should come back. */
    boolean known(String transport) {
        return row.where(DeliveryAgent.TRANSPORT, transport)
                .filter(seat -> seat.filled() || seat.expected())
                .isPresent();
    }

    /** Whether such an agent is there. */
    boolean present(String transport) {
        return row.where(DeliveryAgent.TRANSPORT, transport)
                .filter(Seat::filled)
                .isPresent();
    }

    /**
     * Delivers by the agent in charge, by the next one if it leaves before; empty if nobody is there in time: nothing was tried.
     *
     * @param loan such calls are made on their callers' threads, while the agent does well
     * @throws NotCalledException if it is not asked because it fails, or has too much to do: nothing was tried
     */
    Optional<Answer> deliver(String transport, Delivery delivery, Duration patience, Loan loan)
            throws NotCalledException {
        Optional<Seat<DeliveryAgent>> seat = row.where(DeliveryAgent.TRANSPORT, transport);
        if (seat.isEmpty()) {
            return Optional.empty();
        }
        for (int version = 0; version < VERSIONS; version++) {
            Optional<Occupant<DeliveryAgent>> agent =
                    patience.isZero() ? seat.get().current() : seat.get().pin(patience);
            if (agent.isEmpty()) {
                return Optional.empty();
            }
            try (Occupant<DeliveryAgent> pinned = agent.get()) {
                List<Outcome> outcomes = outcomes(guards(transport).of(seat.get(), pinned), pinned, delivery, loan);
                return Optional.of(new Answer(outcomes, pinned.plugin(), pinned.version(), pinned.configuration()));
            } catch (GoneException e) {
                LOG.debug("{}; the next one is asked", e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static List<Outcome> outcomes(Guard guard, Occupant<DeliveryAgent> agent, Delivery delivery, Loan loan)
            throws GoneException, NotCalledException {
        String id = delivery.envelope().queueId();
        try {
            return guard.lent(loan, "deliver", () -> agent.call(service -> Foreign.call(() -> ask(service, delivery))));
        } catch (GoneException | NotCalledException e) {
            throw e;
        } catch (OverdueException e) {
            LOG.warn("{} {}: {} took too long", agent.plugin(), agent.version(), id);
            return all(delivery, Status.NOT_NOW, "delivery took too long");
        } catch (InterruptedException e) {
            // The server ends. What is still to be noted on disk must not be broken off as well, so nobody is told
            // again.
            return all(delivery, Status.NOT_NOW, "delivery was broken off");
        } catch (Exception | Error e) {
            if (guard.complains()) {
                LOG.error("{} {} failed at {}", agent.plugin(), agent.version(), id, e);
            }
            return all(delivery, Status.NOT_NOW, "delivery failed unexpectedly");
        }
    }

    /** On the thread that is the agent's for now: what is the agent's own is done with when this returns. */
    private static List<Outcome> ask(DeliveryAgent agent, Delivery delivery) {
        try {
            List<Outcome> outcomes = List.copyOf(agent.deliver(delivery));
            int targets = delivery.targets().size();
            if (outcomes.size() != targets) {
                throw new IllegalStateException(outcomes.size() + " outcomes for " + targets + " targets");
            }
            return outcomes;
        } catch (MailException e) {
            return all(delivery, e.status(), e.getMessage());
        }
    }

    private static List<Outcome> all(Delivery delivery, Status status, String reply) {
        return delivery.targets().stream()
                .map(target -> new Outcome(target.recipient(), status, reply, Optional.empty()))
                .toList();
    }

    List<Breaker> breakers() {
        return Stream.of(ours, others)
                .flatMap(guards -> guards.breakers().stream())
                .toList();
    }

    @Override
    public void close() {
        row.close();
        ours.close();
        others.close();
    }
}
