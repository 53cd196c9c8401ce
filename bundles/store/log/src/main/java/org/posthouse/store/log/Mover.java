package org.posthouse.store.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.segments.Fields;
import org.posthouse.lib.store.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies messages out of segments that are to be freed; each once, for however many accounts. What cannot be read stays where it is, and
 * its segment with it. For one thread.
 */
final class Mover {
    private static final Logger LOG = LoggerFactory.getLogger(Mover.class);
    private static final int AT_ONCE = 1 << 20;

    private final Shard shard;
    private final Set<Long> leaving;
    private final Pace pace;
    private final Map<Long, Long> moves = new HashMap<>();
    private final Set<Long> damaged = new HashSet<>();

    /** Slows down who has copied so many octets. */
    @FunctionalInterface
    interface Pace {
        void copied(long octets) throws MailException;
    }

    /** @param leaving segments that are to be freed */
    Mover(Shard shard, Set<Long> leaving, Pace pace) {
        this.shard = shard;
        this.leaving = leaving;
        this.pace = pace;
    }

    /** One that moves nothing. */
    static Mover none(Shard shard) {
        return new Mover(shard, Set.of(), octets -> {});
    }

    Set<Long> leaving() {
        return leaving;
    }

    /** Segments in which something could not be read. */
    Set<Long> damaged() {
        return damaged;
    }

    /** Whether this lies where nothing is to stay. */
    boolean leaves(long position) {
        return !Positions.inFile(position) && leaving.contains(Positions.segment(position));
    }

    /** Where this message is now. */
    long moved(long position) {
        return moves.getOrDefault(position, position);
    }

    /** Copies those of these messages that are to leave; safe on disk on return. */
    void move(Collection<Long> positions) throws MailException {
        List<Long> wanted = positions.stream()
                .filter(this::leaves)
                .filter(position -> !moves.containsKey(position))
                .distinct()
                .sorted()
                .toList();
        try (LogReader reader = new LogReader(shard.log())) {
            List<Long> batch = new ArrayList<>();
            List<Integer> offsets = new ArrayList<>();
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            for (long position : wanted) {
                byte[] body = body(reader, position);
                if (octets.size() + body.length > Math.min(AT_ONCE, shard.log().largest() / 2) && octets.size() > 0) {
                    write(batch, offsets, octets);
                }
                if (body.length > 0) {
                    batch.add(position);
                    offsets.add(octets.size());
                    octets.writeBytes(body);
                }
            }
            write(batch, offsets, octets);
        } catch (IOException failure) {
            throw Failures.notNow(failure);
        }
    }

    /** All of a message; nothing if it cannot be read. */
    private byte[] body(LogReader reader, long position) {
        try {
            long offset = Positions.offset(position);
            Body body = Body.read(reader.channel(position), offset);
            ByteBuffer octets = Body.octets(reader.channel(position), offset, Math.toIntExact(body.length()));
            CRC32C sum = new CRC32C();
            sum.update(octets.slice((int) (body.messageStart() - offset), (int) body.size()));
            if ((int) sum.getValue() != body.messageSum()) {
                // It stays as damaged as it is, and whoever reads it is told.
                tell(position, new IOException("the message does not match its checksum"));
            }
            byte[] all = new byte[octets.remaining()];
            octets.get(all);
            return all;
        } catch (IOException | RuntimeException failure) {
            tell(position, failure);
            damaged.add(Positions.segment(position));
            return new byte[0];
        }
    }

    private void tell(long position, Exception failure) {
        String what = "segment " + Positions.segment(position) + " is damaged at octet " + Positions.offset(position)
                + ": " + failure.getMessage();
        LOG.error("{}", what);
        shard.alarms().raise("store: " + what);
    }

    private void write(List<Long> batch, List<Integer> offsets, ByteArrayOutputStream octets) throws MailException {
        if (batch.isEmpty()) {
            return;
        }
        byte[] meta = new Fields()
                .number(Kind.BODIES)
                .number(Kind.LEVEL)
                .number(octets.size())
                .octets();
        Part part = new Part(Kind.BODIES, meta, octets.toByteArray());
        var place = shard.put(part.append());
        shard.directory().tally().add(Weights.of(place.segment().number(), octets.size()));
        for (int i = 0; i < batch.size(); i++) {
            moves.put(batch.get(i), part.contentPosition() + offsets.get(i));
        }
        batch.clear();
        offsets.clear();
        octets.reset();
        pace.copied(place.span());
    }
}
