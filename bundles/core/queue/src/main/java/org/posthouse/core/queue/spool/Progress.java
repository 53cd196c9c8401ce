package org.posthouse.core.queue.spool;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Status;

/**
 * How far one recipient of a mail is. A value; the mail holds the latest.
 *
 * @param delayTold whether the sender knows that it takes longer
 */
public record Progress(
        Address address,
        Phase phase,
        int attempts,
        long nextMillis,
        Optional<Status> status,
        String reply,
        List<End> ends,
        boolean delayTold) {
    private static final String DAMAGED = "message is damaged";

    /** Whether there is something left to do for the recipient. */
    public enum Phase {
        /** Due at its time. */
        WAITING,
        /** Stopped until somebody releases it. */
        HELD,
        /** Failed for good; the sender has still to be told. */
        TELL_FAILED,
        /** Delivered here; the sender has still to be told. */
        TELL_DELIVERED,
        /** Handed to a host that will tell nobody; the sender has still to be told. */
        TELL_RELAYED,
        /** Delivered to all for whom it stands; the sender has still to be told. */
        TELL_EXPANDED,
        /** Delivered or failed, and told to those who are to be told. */
        DONE;

        /** Whether it may still be delivered. */
        public boolean undecided() {
            return this == WAITING || this == HELD;
        }

        /** Whether only a report is missing. */
        public boolean telling() {
            return this == TELL_FAILED || this == TELL_DELIVERED || this == TELL_RELAYED || this == TELL_EXPANDED;
        }

        /** Whether it comes up again by itself. */
        public boolean comesUp() {
            return this == WAITING || telling();
        }
    }

    public Progress {
        reply = End.line(reply);
        ends = List.copyOf(ends);
    }

    /** Not tried yet. The end of time as the first moment means: held. */
    static Progress fresh(Address address, Instant notBefore) {
        boolean held = notBefore.equals(Instant.MAX);
        long next = held ? Long.MAX_VALUE : notBefore.toEpochMilli();
        return new Progress(
                address, held ? Phase.HELD : Phase.WAITING, 0, next, Optional.empty(), "", List.of(), false);
    }

    public Progress done(Status last, String lastReply) {
        return new Progress(address, Phase.DONE, attempts + 1, 0, Optional.of(last), lastReply, List.of(), delayTold);
    }

    /** Nothing is left to try, and somebody is to be told of it by now. */
    public Progress settled(Phase telling, long millis, List<End> settled) {
        End last = settled.isEmpty() ? new End(address, Status.DELIVERED, "") : settled.get(settled.size() - 1);
        return new Progress(
                address, telling, attempts, millis, Optional.of(last.status()), last.reply(), settled, delayTold);
    }

    /** Who was to be told is told. */
    public Progress told() {
        return done(status.orElse(Status.DELIVERED), reply);
    }

    public Progress held(Status last, String why) {
        return new Progress(address, Phase.HELD, attempts, Long.MAX_VALUE, Optional.of(last), why, ends, delayTold);
    }

    /** Held, for the message cannot be read. */
    public Progress heldAsDamaged() {
        return held(Status.NOT_NOW, DAMAGED);
    }

    /** Whether it is held for that. */
    boolean damaged() {
        return phase == Phase.HELD && reply.equals(DAMAGED);
    }

    /** Tried, to be tried again. */
    public Progress deferred(Instant next, Status last, String lastReply, List<End> settled) {
        return new Progress(
                address,
                Phase.WAITING,
                attempts + 1,
                next.toEpochMilli(),
                Optional.of(last),
                lastReply,
                settled,
                delayTold);
    }

    /** Could not even be tried: that does not count. */
    public Progress postponed(Instant next, Status last, String why, List<End> settled) {
        return new Progress(
                address, Phase.WAITING, attempts, next.toEpochMilli(), Optional.of(last), why, settled, delayTold);
    }

    /** Stopped as it is. */
    public Progress stopped() {
        return new Progress(address, Phase.HELD, attempts, Long.MAX_VALUE, status, reply, ends, delayTold);
    }

    /** Stopped no longer. */
    public Progress released(long millis) {
        return new Progress(address, Phase.WAITING, attempts, millis, status, reply, ends, delayTold);
    }

    /** As if it had just come, but for the ends where it has been delivered. */
    public Progress begunAnew(long millis) {
        List<End> delivered =
                ends.stream().filter(end -> end.status().success()).toList();
        return new Progress(address, Phase.WAITING, 0, millis, Optional.empty(), "", delivered, false);
    }

    /** The same, with more of its ends settled. */
    public Progress settled(List<End> settled) {
        return new Progress(address, phase, attempts, nextMillis, status, reply, settled, delayTold);
    }

    /** The same, and the sender knows that it takes longer. */
    public Progress tellingOfDelay() {
        return new Progress(address, phase, attempts, nextMillis, status, reply, ends, true);
    }

    /** The same, due at another time. */
    public Progress dueAt(long millis) {
        return new Progress(address, phase, attempts, millis, status, reply, ends, delayTold);
    }
}
