package org.posthouse.lib.guard;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.posthouse.api.plugin.Breaker.State;

/**
 * Closed while calls do well; opens after too many failures of one kind of call; after a wait that grows, one call tries whether all is well
 * again. When
 * threads are lost it opens until they are back. Keeps nothing but time and counts.
 */
final class Circuit {
    /** So many threads a version may take with it; then it is out. */
    static final int MOST_LOST = GuardLimits.FEW;

    private final Supplier<GuardLimits> limits;
    private final Clock clock;
    private final Consumer<Circuit> turned;
    private final Map<String, Window> windows = new HashMap<>();
    private State state = State.CLOSED;
    /** Changes with the state: what was begun in a former one does not count in this. */
    private long epoch;

    private Instant since;
    private Instant nextTry = Instant.MAX;
    private Duration wait = Duration.ZERO;
    private long failures;
    private String lastFailure = "";
    /** The kind of call that failed. */
    private String culprit = "";

    private int lost;

    /** @param turned told when it opens after having been closed, closes, or is out; while it is locked, so be brief */
    Circuit(Supplier<GuardLimits> limits, Clock clock, Consumer<Circuit> turned) {
        this.limits = limits;
        this.clock = clock;
        this.turned = turned;
        this.since = clock.instant();
    }

    /** What is seen from outside, all of one moment. */
    record Facts(State state, Instant since, Optional<Instant> nextTry, long failures, String lastFailure, int lost) {}

    synchronized Facts facts() {
        return new Facts(
                state,
                since,
                state == State.OPEN ? Optional.of(nextTry) : Optional.empty(),
                failures,
                lastFailure,
                lost);
    }

    synchronized State state() {
        return state;
    }

    /**
     * Lets a call through; when it is time to try, one tries: of the kind that failed, or of any if none of those has come for as long
     * again. What comes of it is told with the ticket, by one of {@link #passed}, {@link #failed} and {@link #undecided}. Empty: no call
     * is to be made.
     */
    synchronized Optional<Ticket> admit(String kind) {
        if (state == State.CLOSED) {
            return Optional.of(new Ticket(epoch, kind, false));
        }
        if (state != State.OPEN || !due(kind.equals(culprit) ? nextTry : nextTry.plus(wait))) {
            return Optional.empty();
        }
        become(State.HALF_OPEN, since);
        return Optional.of(new Ticket(epoch, kind, true));
    }

    /** A clock that was set back makes nobody wait longer. */
    private boolean due(Instant next) {
        Instant now = clock.instant();
        return !now.isBefore(next) || now.isBefore(since);
    }

    /** Whether what comes of a call with this ticket still counts. */
    synchronized boolean counts(Ticket ticket) {
        return ticket.epoch() == epoch;
    }

    synchronized void passed(Ticket ticket) {
        if (ticket.epoch() != epoch) {
            return;
        }
        if (state == State.HALF_OPEN) {
            windows.clear();
            become(State.CLOSED, clock.instant());
            turned.accept(this);
        } else {
            window(ticket).passed();
        }
    }

    synchronized void failed(Ticket ticket, String why) {
        failures++;
        lastFailure = why;
        if (ticket.epoch() != epoch) {
            return;
        }
        if (state == State.HALF_OPEN) {
            open(since);
            return;
        }
        window(ticket).failed();
        if (state == State.CLOSED && window(ticket).tooMany(limits.get().failures())) {
            Instant now = clock.instant();
            if (now.isAfter(since.plus(wait))) {
                wait = Duration.ZERO;
            }
            culprit = ticket.kind();
            open(now);
            turned.accept(this);
        }
    }

    /** The call has shown nothing: it was not made after all. */
    synchronized void undecided(Ticket ticket) {
        if (ticket.epoch() == epoch && state == State.HALF_OPEN) {
            become(State.OPEN, since);
            nextTry = clock.instant();
        }
    }

    private Window window(Ticket ticket) {
        return windows.computeIfAbsent(ticket.kind(), kind -> new Window());
    }

    private void open(Instant from) {
        GuardLimits now = limits.get();
        Duration next = wait.isZero() ? now.firstWait() : wait.multipliedBy(2);
        wait = next.compareTo(now.longestWait()) > 0 ? now.longestWait() : next;
        nextTry = clock.instant().plus(wait);
        become(State.OPEN, from);
    }

    /** A thread did not come back although it was interrupted. */
    synchronized void lost() {
        lost++;
        if (lost >= MOST_LOST && state != State.OUT) {
            become(State.OUT, clock.instant());
            turned.accept(this);
        }
    }

    /** One of them has come back after all. With the last of them it is one that failed, and is tried again. */
    synchronized void found() {
        lost--;
        if (lost == 0 && state == State.OUT) {
            wait = Duration.ZERO;
            open(clock.instant());
            turned.accept(this);
        }
    }

    synchronized boolean lostNone() {
        return lost == 0;
    }

    private void become(State next, Instant from) {
        epoch++;
        since = from;
        state = next;
    }
}
