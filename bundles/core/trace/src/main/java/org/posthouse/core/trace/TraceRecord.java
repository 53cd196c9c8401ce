package org.posthouse.core.trace;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.posthouse.api.trace.TraceStep;

/**
 * A step as octets: length and checksum of what follows, then version of the layout, time in milliseconds, and texts, each with its
 * length in front.
 */
final class TraceRecord {
    static final int VERSION = 1;
    static final int FRAME = 8;
    private static final int LONGEST = 1 << 20;
    private static final int LONGEST_AFTER_DAMAGE = 1 << 16;
    private static final int SHORTEST = 17;

    private TraceRecord() {}

    private static int sum(byte[] octets, int from, int count) {
        CRC32C sum = new CRC32C();
        sum.update(octets, from, count);
        return (int) sum.getValue();
    }

    /** Where the octets of a whole step lie. */
    record Place(int at, int length) {}

    /** Reads steps; what is damaged or torn is passed over up to the next whole step, and so are steps of later versions. */
    static void read(byte[] octets, int size, Consumer<TraceStep> each) {
        for (Place place : places(octets, size)) {
            step(octets, place).ifPresent(each);
        }
    }

    /** All whole steps, of whatever version. */
    static List<Place> places(byte[] octets, int size) {
        List<Place> places = new ArrayList<>();
        boolean lost = false;
        int at = 0;
        while (size - at > FRAME) {
            int length = ByteBuffer.wrap(octets, at, FRAME).getInt();
            // Where one may begin is only tried if it looks like one: checksums of everything would take long.
            boolean plausible = !lost || (length <= LONGEST_AFTER_DAMAGE && octets[at + FRAME] == VERSION);
            if (plausible && whole(octets, at, length, size)) {
                lost = false;
                places.add(new Place(at, FRAME + length));
                at += FRAME + length;
            } else {
                lost = true;
                at++;
            }
        }
        return places;
    }

    /** The begin of a step: what can be known of it without reading on. An id is empty if it has none. */
    record Head(Instant time, String stage, String queueId, String connectionId) {
        static Head of(TraceStep step) {
            return new Head(
                    step.time(),
                    step.stage(),
                    step.queueId().orElse(""),
                    step.connectionId().orElse(""));
        }

        /** Of the mail, or of the connection if there is none. */
        String id() {
            return queueId.isEmpty() ? connectionId : queueId;
        }
    }

    /** The time of the step whose first octets these are. */
    static Optional<Instant> time(byte[] begin) {
        return begin.length == FRAME + 1 + Long.BYTES && begin[FRAME] == VERSION
                ? Optional.of(Instant.ofEpochMilli(ByteBuffer.wrap(begin).getLong(FRAME + 1)))
                : Optional.empty();
    }

    /** The begin of the step there; empty if it is of a later version. */
    static Optional<Head> head(byte[] octets, Place place) {
        int at = place.at() + FRAME;
        if (octets[at] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer from = ByteBuffer.wrap(octets, at + 1, place.length() - FRAME - 1);
        Instant time = Instant.ofEpochMilli(from.getLong());
        from.getLong();
        return Optional.of(new Head(time, text(from), text(from), text(from)));
    }

    /** The step there; empty if it is of a later version. */
    static Optional<TraceStep> step(byte[] octets, Place place) {
        int at = place.at() + FRAME;
        return octets[at] == VERSION
                ? Optional.of(step(ByteBuffer.wrap(octets, at, place.length() - FRAME)))
                : Optional.empty();
    }

    private static boolean whole(byte[] octets, int at, int length, int size) {
        return length >= SHORTEST
                && length <= LONGEST
                && length <= size - at - FRAME
                && ByteBuffer.wrap(octets, at, FRAME).getInt(at + 4) == sum(octets, at + FRAME, length);
    }

    private static TraceStep step(ByteBuffer from) {
        from.get();
        Instant time = Instant.ofEpochMilli(from.getLong());
        long micros = from.getLong();
        TraceStep.Builder step = TraceStep.at(time, text(from)).micros(micros);
        String queueId = text(from);
        String connectionId = text(from);
        if (!queueId.isEmpty()) {
            step.queueId(queueId);
        }
        if (!connectionId.isEmpty()) {
            step.connectionId(connectionId);
        }
        step.by(text(from), text(from), text(from)).verdict(text(from)).reply(text(from));
        while (from.hasRemaining()) {
            step.fact(text(from), text(from));
        }
        return step.build();
    }

    private static String text(ByteBuffer from) {
        int length = from.getShort() & 0xffff;
        String text = new String(from.array(), from.arrayOffset() + from.position(), length, StandardCharsets.UTF_8);
        from.position(from.position() + length);
        return text;
    }
}
