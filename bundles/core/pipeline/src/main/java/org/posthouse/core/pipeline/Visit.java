package org.posthouse.core.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.net.Client;
import org.posthouse.api.pipeline.Via;
import org.posthouse.api.plugin.Seat;
import org.posthouse.spi.filter.Filter;

/** A connection as filters have judged it so far; its mails begin from here. Used by one conversation's thread, ended by any. */
final class Visit implements Judged {
    private final Client client;
    private final Via via;
    private final List<Slot> slots = new ArrayList<>();
    private final List<Moment> history = new ArrayList<>();
    private Optional<String> helo = Optional.empty();
    private Optional<Transaction> current = Optional.empty();
    private boolean ended;

    Visit(Client client, Via via) {
        this.client = client;
        this.via = via;
    }

    @Override
    public Client client() {
        return client;
    }

    @Override
    public Via via() {
        return via;
    }

    @Override
    public synchronized Optional<String> helo() {
        return helo;
    }

    synchronized void helo(String name) {
        helo = Optional.of(name);
        history.remove(Moment.HELO);
        slots.forEach(slot -> slot.forget(Moment.HELO));
    }

    @Override
    public Envelope envelope() {
        return Envelope.builder("").build();
    }

    @Override
    public synchronized List<Slot> slots() {
        return List.copyOf(slots);
    }

    /** One slot for each of these seats, in their order; what is known of each stays. */
    synchronized void arrange(List<Seat<Filter>> seats) {
        List<Slot> next = new ArrayList<>(seats.size());
        for (Seat<Filter> seat : seats) {
            next.add(slots.stream()
                    .filter(slot -> slot.seat() == seat)
                    .findFirst()
                    .orElseGet(() -> new Slot(seat, Runnable::run)));
        }
        slots.stream().filter(slot -> !next.contains(slot)).forEach(Slot::close);
        slots.clear();
        slots.addAll(next);
    }

    @Override
    public synchronized List<Moment> history() {
        return List.copyOf(history);
    }

    @Override
    public synchronized void happened(Moment moment) {
        history.add(moment);
    }

    /** Makes this the connection's mail; the one before, if it is still there. */
    synchronized Optional<Transaction> mail(Optional<Transaction> next) {
        Optional<Transaction> last = current;
        current = next;
        return last;
    }

    /** The connection has ended; its mail, if one is under way. */
    synchronized Optional<Transaction> end() {
        ended = true;
        slots.forEach(Slot::close);
        return mail(Optional.empty());
    }

    synchronized boolean ended() {
        return ended;
    }
}
