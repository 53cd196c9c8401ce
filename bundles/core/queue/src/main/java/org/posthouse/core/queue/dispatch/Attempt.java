package org.posthouse.core.queue.dispatch;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Status;
import org.posthouse.api.queue.Outcome;
import org.posthouse.core.queue.spool.End;
import org.posthouse.core.queue.spool.Item;
import org.posthouse.core.queue.spool.Progress;

/** One round for the recipients of a mail that are due: collects what becomes of their ends until the last is known. */
final class Attempt {
    private final Item item;
    private final long seatsSeen;
    private final Map<Integer, Part> parts = new TreeMap<>();
    private int open;
    private boolean damaged;
    private Optional<String> fingerprint = Optional.empty();

    /** @param seatsSeen how often seats had changed when it began */
    Attempt(Item item, long seatsSeen) {
        this.item = item;
        this.seatsSeen = seatsSeen;
    }

    Item item() {
        return item;
    }

    long seatsSeen() {
        return seatsSeen;
    }

    /** A recipient of it, which takes part with what was settled in earlier rounds. */
    synchronized Part part(int index, int ends) {
        Part part = new Part(index, item.recipient(index), ends);
        parts.put(index, part);
        open += ends;
        return part;
    }

    /** Who was asked about an end. */
    enum Way {
        /** Nobody: no agent was there, or no router. */
        NOT_TRIED,
        /** A part of this server. */
        OURS,
        /** Somebody else. */
        OTHER,
        /** Nobody: the part of this server that was to be asked fails at present. */
        FAILING,
        /** Nobody: this round was broken off before. */
        PUT_OFF
    }

    /** What a told end leads to: its recipient has been delivered to all its ends; it was the last one of all. Each is told once. */
    record Told(boolean delivered, boolean over) {}

    /** Its content, which says what it is if several get it. */
    synchronized Content known(Content content) throws IOException {
        boolean several = parts.values().stream().anyMatch(part -> part.several);
        if (!Fingerprint.isOf(content, several ? 2 : parts.size())) {
            return content;
        }
        String known = fingerprint.isPresent() ? fingerprint.get() : Fingerprint.of(content);
        fingerprint = Optional.of(known);
        return Content.identified(content, known);
    }

    /** Its content cannot be read: nobody gets it. */
    synchronized void damaged() {
        damaged = true;
    }

    synchronized boolean isDamaged() {
        return damaged;
    }

    synchronized List<Part> parts() {
        return List.copyOf(parts.values());
    }

    /** What is known of one recipient. Guarded by its attempt's lock where ends are told. */
    static final class Part {
        private final int index;
        private final Progress before;
        private final List<End> settled;
        private int open;
        private boolean tried;
        private boolean ours;
        private boolean putOff;
        private Optional<Outcome> deferral = Optional.empty();
        private Optional<Progress.Phase> confirmation = Optional.empty();
        private final boolean several;

        Part(int index, Progress before, int ends) {
            this.index = index;
            this.before = before;
            this.settled = new ArrayList<>(before.ends());
            this.open = ends;
            this.several = ends + before.ends().size() > 1;
        }

        int index() {
            return index;
        }

        Progress before() {
            return before;
        }

        Optional<Outcome> deferral() {
            return deferral;
        }

        /** Whether any end that is deferred was really asked. */
        boolean tried() {
            return tried;
        }

        /** Whether what it waits for is a part of this server, which will not be long. */
        boolean ours() {
            return ours;
        }

        /** What is left to do if this recipient gets it everywhere, if the sender wants to be told. */
        Optional<Progress.Phase> confirmation() {
            return confirmation;
        }

        /** Whether an end was left out in this round. */
        boolean putOff() {
            return putOff;
        }

        List<End> settled() {
            return settled;
        }

        /** Ends that have failed for good. */
        List<End> failures() {
            return settled.stream().filter(end -> end.status().permanent()).toList();
        }

        boolean delivered() {
            return open == 0 && deferral.isEmpty() && !putOff && failures().isEmpty();
        }

        Status lastStatus() {
            return settled.isEmpty()
                    ? Status.DELIVERED
                    : settled.get(settled.size() - 1).status();
        }

        String lastReply() {
            return settled.isEmpty() ? "" : settled.get(settled.size() - 1).reply();
        }
    }

    /** Whether this recipient stands for several. */
    synchronized boolean several(int index) {
        return parts.get(index).several;
    }

    /** The sender wants to be told of this. */
    synchronized void confirm(int index, Progress.Phase telling) {
        parts.get(index).confirmation = Optional.of(telling);
    }

    synchronized Part part(int index) {
        return parts.get(index);
    }

    /** What became of an end. If this throws, it has not been told. */
    synchronized Told told(int index, Address end, Outcome outcome, Way way) {
        Part part = parts.get(index);
        if (way == Way.PUT_OFF) {
            part.putOff = true;
        } else if (outcome.status().temporary()) {
            part.tried |= way == Way.OURS || way == Way.OTHER;
            part.ours |=
                    way == Way.FAILING || (way == Way.OURS && outcome.status().equals(Status.NOT_NOW));
            part.deferral = Optional.of(earlier(part.deferral, outcome));
        } else {
            part.settled.add(new End(end, outcome.status(), outcome.reply()));
        }
        part.open--;
        open--;
        return new Told(part.delivered(), open == 0);
    }

    /** An end that no agent needs to be asked for. */
    synchronized void told(Part part, Address end, Outcome outcome) {
        if (outcome.status().temporary()) {
            part.ours = outcome.status().equals(Status.NOT_NOW);
            part.deferral = Optional.of(outcome);
        } else {
            part.settled.add(new End(end, outcome.status(), outcome.reply()));
        }
    }

    private static Outcome earlier(Optional<Outcome> one, Outcome other) {
        Instant mine = one.flatMap(Outcome::retryAt).orElse(Instant.MAX);
        Instant its = other.retryAt().orElse(Instant.MAX);
        return one.isEmpty() || its.isBefore(mine) ? other : one.get();
    }
}
