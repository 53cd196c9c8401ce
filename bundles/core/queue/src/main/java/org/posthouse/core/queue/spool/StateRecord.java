package org.posthouse.core.queue.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Status;
import org.posthouse.lib.segments.Append;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.Fields;

/**
 * What became of some recipients of a mail, by their index in its envelope: all there is to say, so the latest record counts.
 *
 * @param begunAnew when the mail was made to begin anew, in milliseconds, if it was
 */
record StateRecord(long serial, Map<Integer, State> recipients, OptionalLong begunAnew) {
    static final int TYPE = 17;

    private static final int LEVEL = 1;
    /** Beside the phase: the sender knows of the delay. */
    private static final int DELAY_TOLD = 8;
    /** So many recipients go into one record, which stays small enough for any segment. */
    private static final int MOST = 500;

    StateRecord {
        recipients = Map.copyOf(recipients);
    }

    /** A progress but for the address, which the mail knows. */
    record State(
            Progress.Phase phase,
            int attempts,
            long nextMillis,
            Optional<Status> status,
            String reply,
            List<End> ends,
            boolean delayTold) {
        static State of(Progress progress) {
            return new State(
                    progress.phase(),
                    progress.attempts(),
                    progress.nextMillis(),
                    progress.status(),
                    progress.reply(),
                    progress.ends(),
                    progress.delayTold());
        }

        Progress progress(Address address) {
            return new Progress(address, phase, attempts, nextMillis, status, reply, ends, delayTold);
        }
    }

    /** How these recipients stand. */
    static List<StateRecord> of(Item item, Collection<Integer> recipients) {
        List<StateRecord> records = new ArrayList<>();
        Map<Integer, State> states = new HashMap<>();
        for (int index : recipients) {
            states.put(index, State.of(item.recipient(index)));
            if (states.size() == MOST) {
                records.add(new StateRecord(item.serial(), states, item.begunAnew()));
                states.clear();
            }
        }
        if (!states.isEmpty()) {
            records.add(new StateRecord(item.serial(), states, item.begunAnew()));
        }
        return records;
    }

    Append mark(boolean force) {
        return force ? Append.forced(TYPE, encode(), new byte[0]) : Append.lazy(TYPE, encode());
    }

    byte[] encode() {
        Fields fields = new Fields().number(LEVEL).number(serial).number(recipients.size());
        recipients.forEach((index, state) -> {
            fields.number(index)
                    .number(code(state.phase()) + (state.delayTold() ? DELAY_TOLD : 0))
                    .number(state.attempts())
                    .number(state.nextMillis());
            fields.flag(state.status().isPresent());
            state.status().ifPresent(fields::status);
            fields.text(state.reply()).number(state.ends().size());
            state.ends()
                    .forEach(end ->
                            fields.address(end.address()).status(end.status()).text(end.reply()));
        });
        begunAnew.ifPresent(fields::number);
        return fields.octets();
    }

    static StateRecord decode(byte[] octets) throws IOException {
        FieldReader fields = new FieldReader(octets);
        fields.level(LEVEL);
        long serial = fields.number();
        Map<Integer, State> recipients = new LinkedHashMap<>();
        for (long left = fields.number(); left > 0; left--) {
            int index = (int) fields.number();
            recipients.put(index, state(fields));
        }
        OptionalLong begunAnew = fields.more() ? OptionalLong.of(fields.number()) : OptionalLong.empty();
        return new StateRecord(serial, recipients, begunAnew);
    }

    private static State state(FieldReader fields) throws IOException {
        int code = (int) fields.number();
        Progress.Phase phase = phase(code & ~DELAY_TOLD);
        int attempts = (int) fields.number();
        long next = fields.number();
        Optional<Status> status = fields.flag() ? Optional.of(fields.status()) : Optional.empty();
        String reply = fields.text();
        List<End> ends = new ArrayList<>();
        for (long left = fields.number(); left > 0; left--) {
            Address address = fields.address();
            Status end = fields.status();
            ends.add(new End(address, end, fields.text()));
        }
        return new State(phase, attempts, next, status, reply, ends, (code & DELAY_TOLD) != 0);
    }

    private static int code(Progress.Phase phase) {
        return switch (phase) {
            case WAITING -> 1;
            case HELD -> 2;
            case DONE -> 3;
            case TELL_FAILED -> 4;
            case TELL_DELIVERED -> 5;
            case TELL_RELAYED -> 6;
            case TELL_EXPANDED -> 7;
        };
    }

    private static Progress.Phase phase(int code) throws IOException {
        return switch (code) {
            case 1 -> Progress.Phase.WAITING;
            case 2 -> Progress.Phase.HELD;
            case 3 -> Progress.Phase.DONE;
            case 4 -> Progress.Phase.TELL_FAILED;
            case 5 -> Progress.Phase.TELL_DELIVERED;
            case 6 -> Progress.Phase.TELL_RELAYED;
            case 7 -> Progress.Phase.TELL_EXPANDED;
            default -> throw new IOException("no phase: " + code);
        };
    }
}
