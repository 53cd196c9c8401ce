package org.posthouse.core.net;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.plugin.Seat;
import org.posthouse.spi.protocol.ProtocolHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A protocol by its name: versions come and go, its connections stay. Remembers the farewells for when nobody is there to say them. */
final class Protocol {
    private static final Logger LOG = LoggerFactory.getLogger(Protocol.class);

    private final String name;
    private final Supplier<Optional<Seat<ProtocolHandler>>> seat;
    private final Runnable renew;
    private final Census<String> users = new Census<>();
    private final Crowd crowd = new Crowd(Clock.systemUTC());
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
    private Optional<Tenure> current = Optional.empty();
    private boolean asking;
    private boolean missed;
    private boolean changed;
    private volatile Map<Farewell, String> toGreeted = Map.of();
    private volatile Map<Farewell, String> toStrangers = Map.of();

    /** @param renew told when a version has left for good */
    Protocol(String name, Supplier<Optional<Seat<ProtocolHandler>>> seat, Runnable renew) {
        this.name = name;
        this.seat = seat;
        this.renew = renew;
    }

    /** Those who are connected. */
    Crowd crowd() {
        return crowd;
    }

    String name() {
        return name;
    }

    /** Who has logged in, at whichever of its doors. */
    Census<String> users() {
        return users;
    }

    /** Whether it is there, or will be back. */
    boolean installed() {
        return seat.get().map(its -> its.filled() || its.expected()).orElse(false);
    }

    /** The version that takes connections now. */
    Optional<Tenure> tenure() {
        synchronized (this) {
            if (current.filter(tenure -> !tenure.leaving()).isPresent()) {
                return current;
            }
            if (asking) {
                missed = true;
                return Optional.empty();
            }
            close();
            asking = true;
        }
        return ask();
    }

    /** One asks the seat, without a lock since the version has its word in it; others do as if it were empty, and are woken. */
    private Optional<Tenure> ask() {
        Optional<Tenure> made = Optional.empty();
        boolean wake = false;
        boolean done = false;
        try {
            while (!done) {
                synchronized (this) {
                    changed = false;
                }
                made.ifPresent(Tenure::retire);
                made = Optional.empty();
                made = seat.get().flatMap(its -> its.pin(Duration.ZERO)).flatMap(this::begin);
                synchronized (this) {
                    done = !changed;
                }
            }
        } finally {
            synchronized (this) {
                asking = false;
                current = made;
                wake = missed && made.isPresent();
                missed = false;
            }
        }
        if (wake) {
            waiting.forEach(Runnable::run);
        }
        return made;
    }

    /** The seat has changed hands, or is empty: whoever waits looks again. */
    void changed() {
        synchronized (this) {
            if (!inCharge()) {
                close();
            }
        }
        tenure();
        waiting.forEach(Runnable::run);
    }

    /** Whether the version that takes connections now is still the one in its seat. */
    private boolean inCharge() {
        Optional<Occupant<ProtocolHandler>> seated = seat.get().flatMap(Seat::current);
        boolean same = current.isPresent() && seated.map(current.get()::isOf).orElse(false);
        seated.ifPresent(Occupant::close);
        return same;
    }

    /** Lets go of the version in charge. */
    synchronized void close() {
        changed = true;
        current.ifPresent(Tenure::retire);
        current = Optional.empty();
    }

    /** Wakes the connection when there may be a version for it. */
    void await(Runnable wake) {
        waiting.add(wake);
    }

    void leave(Runnable wake) {
        waiting.remove(wake);
    }

    /** What a client is told, in this protocol; empty if nothing is known to say. */
    String farewell(boolean greeted, Farewell reason) {
        return (greeted ? toGreeted : toStrangers).getOrDefault(reason, "");
    }

    private Optional<Tenure> begin(Occupant<ProtocolHandler> occupant) {
        Tenure tenure = new Tenure(occupant, this::over);
        try {
            toGreeted = farewells(tenure, true);
            toStrangers = farewells(tenure, false);
        } catch (GoneException e) {
            tenure.retire();
            return Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{} {} cannot say good-bye", name, occupant.version(), e);
        }
        occupant.whenLeaving(tenure::leave);
        return tenure.leaving() ? Optional.empty() : Optional.of(tenure);
    }

    /** A version has left for good: nothing of it is kept. */
    private void over(Tenure tenure) {
        synchronized (this) {
            current = current.filter(its -> its != tenure);
        }
        renew.run();
    }

    private static Map<Farewell, String> farewells(Tenure tenure, boolean greeted) throws GoneException {
        return tenure.call(handler -> {
            Map<Farewell, String> lines = new EnumMap<>(Farewell.class);
            for (Farewell reason : Farewell.values()) {
                lines.put(reason, handler.farewell(greeted, reason.reason()));
            }
            return lines;
        });
    }
}
