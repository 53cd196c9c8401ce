package org.posthouse.core.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.plugin.Seat;
import org.posthouse.spi.filter.Filter;
import org.posthouse.spi.filter.Judgement;
import org.posthouse.spi.filter.Opinion;

/**
 * One filter's part in one mail, or in one connection before its mail: the version that judges it, pinned, and what it has said so far.
 * When that version goes, what it said is forgotten and so are its notes; the next one judges from the beginning.
 */
final class Slot {
    private final Seat<Filter> seat;
    private final Map<Moment, Judgement> judgements = new LinkedHashMap<>();
    private final Notes notes;
    private final Consumer<Runnable> whenLeaving;
    /** What nobody was there to judge, and the mail is to be held for. */
    private final Set<Moment> heldFor = new HashSet<>();

    private Optional<Occupant<Filter>> pinned = Optional.empty();
    private String identity = "";
    private boolean closed;

    /**
     * Of a connection.
     *
     * @param whenLeaving runs what gives a version's pin back after it was asked to go, at once or later
     */
    Slot(Seat<Filter> seat, Consumer<Runnable> whenLeaving) {
        this.seat = seat;
        this.notes = new Notes();
        this.whenLeaving = whenLeaving;
    }

    /** Of a mail: goes on from what its connection's slot has. */
    Slot(Slot connection, Consumer<Runnable> whenLeaving) {
        this.seat = connection.seat;
        this.whenLeaving = whenLeaving;
        synchronized (connection) {
            judgements.putAll(connection.judgements);
            heldFor.addAll(connection.heldFor);
            identity = connection.identity;
            notes = new Notes(connection.notes);
        }
    }

    Seat<Filter> seat() {
        return seat;
    }

    Notes notes() {
        return notes;
    }

    /** The version in charge of this mail: the one it began with while that stays; empty if nobody came in time. */
    Optional<Occupant<Filter>> occupant(Duration patience) {
        synchronized (this) {
            if (pinned.isPresent() || closed) {
                return pinned;
            }
        }
        Optional<Occupant<Filter>> next = patience.isZero() ? seat.current() : seat.pin(patience);
        synchronized (this) {
            if (closed) {
                next.ifPresent(Occupant::close);
                return Optional.empty();
            }
            pinned = next;
            next.ifPresent(this::became);
        }
        next.ifPresent(version -> version.whenLeaving(() -> whenLeaving.accept(() -> gone(version))));
        return next;
    }

    private void became(Occupant<Filter> next) {
        String its = next.version() + " " + next.configuration();
        if (!its.equals(identity)) {
            judgements.clear();
            notes.clear();
            identity = its;
        }
    }

    /** The version has left: gives its pin back and forgets what it said. */
    synchronized void gone(Occupant<Filter> version) {
        if (pinned.isPresent() && pinned.get() == version) {
            unpin();
            identity = "";
            judgements.clear();
            notes.clear();
        }
    }

    /** Gives the pin back unless notes need it; what was said stays while the same version does. */
    synchronized void rest() {
        if (notes.isEmpty()) {
            unpin();
        }
    }

    private void unpin() {
        pinned.ifPresent(Occupant::close);
        pinned = Optional.empty();
    }

    /** For good. */
    synchronized void close() {
        closed = true;
        unpin();
        notes.clear();
    }

    synchronized boolean has(Moment moment) {
        return judgements.containsKey(moment);
    }

    /** What a version said counts while it is the one in charge. */
    synchronized void said(Occupant<Filter> version, Moment moment, Judgement judgement) {
        if (pinned.isPresent() && pinned.get() == version) {
            judgements.put(moment, judgement);
            heldFor.remove(moment);
        }
    }

    /** Forgets what was said at this moment: of a recipient that was refused, or a HELO that came again. */
    synchronized void forget(Moment moment) {
        judgements.remove(moment);
        heldFor.remove(moment);
    }

    /** Nobody was there to judge this: unless somebody does after all, the mail is to be held. */
    synchronized void holdFor(Moment moment) {
        heldFor.add(moment);
    }

    synchronized boolean holds() {
        return !heldFor.isEmpty();
    }

    synchronized boolean judgedAnything() {
        return !judgements.isEmpty();
    }

    /** What it has said when. */
    synchronized Map<Moment, Judgement> judgements() {
        return new LinkedHashMap<>(judgements);
    }

    /** Everything it has said, in order. */
    synchronized List<Opinion> opinions() {
        List<Opinion> all = new ArrayList<>();
        judgements.values().forEach(judgement -> all.addAll(judgement.opinions()));
        return all;
    }

    /** Whether it is expected but nobody is there: it might have permitted what is not permitted now. */
    synchronized boolean away() {
        return seat.expected() && !seat.filled() && pinned.isEmpty();
    }

    /** Whether it permits this recipient: said of the client before, or of this recipient, by a version that is not away. */
    synchronized Optional<String> permitsRelay(Moment recipient) {
        if (!seat.filled() && pinned.isEmpty()) {
            return Optional.empty();
        }
        for (Map.Entry<Moment, Judgement> said : judgements.entrySet()) {
            boolean counts =
                    said.getKey().stage() != Stage.RECIPIENT || said.getKey().equals(recipient);
            for (Opinion opinion : said.getValue().opinions()) {
                if (counts && opinion instanceof Opinion.PermitRelay permit) {
                    return Optional.of(permit.why());
                }
            }
        }
        return Optional.empty();
    }
}
