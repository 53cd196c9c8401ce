package org.posthouse.core.queue.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.plugin.SeatRow;
import org.posthouse.api.plugin.Seats;
import org.posthouse.api.queue.Outcome;
import org.posthouse.spi.delivery.Delivery;
import org.posthouse.spi.delivery.DeliveryAgent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The delivery agents in their seats. */
final class Agents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agents.class);
    private static final int VERSIONS = 3;

    private final SeatRow<DeliveryAgent> row;

    /** What an agent said, and who it was: symbolic name, version, configuration. */
    record Answer(List<Outcome> outcomes, String plugin, String version, String configuration) {}

    /** @param changed told after an agent has come or gone */
    Agents(Seats seats, Consumer<Seat<DeliveryAgent>> changed) {
        this.row = seats.open(DeliveryAgent.class, changed);
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

    /** Delivers by the agent in charge, by the next one if it leaves before; empty if nobody is there in time: nothing was tried. */
    Optional<Answer> deliver(String transport, Delivery delivery, Duration patience) {
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
                List<Outcome> outcomes = pinned.call(service -> ask(service, delivery));
                return Optional.of(new Answer(outcomes, pinned.plugin(), pinned.version(), pinned.configuration()));
            } catch (GoneException e) {
                LOG.debug("{}; the next one is asked", e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static List<Outcome> ask(DeliveryAgent agent, Delivery delivery) {
        int targets = delivery.targets().size();
        try {
            List<Outcome> outcomes = agent.deliver(delivery);
            if (outcomes.size() == targets) {
                return List.copyOf(outcomes);
            }
            LOG.error(
                    "{} outcomes for {} targets of {}",
                    outcomes.size(),
                    targets,
                    delivery.envelope().queueId());
        } catch (MailException e) {
            return all(delivery, e.status(), e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            LOG.error("{}: delivery failed unexpectedly", delivery.envelope().queueId(), e);
        }
        return all(delivery, Status.NOT_NOW, "delivery failed unexpectedly");
    }

    static List<Outcome> all(Delivery delivery, Status status, String reply) {
        return delivery.targets().stream()
                .map(target -> new Outcome(target.recipient(), status, reply, Optional.empty()))
                .toList();
    }

    @Override
    public void close() {
        row.close();
    }
}
