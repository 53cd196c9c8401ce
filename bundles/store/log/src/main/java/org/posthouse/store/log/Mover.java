package org.posthouse.store.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.segments.Fields;
import org.posthouse.lib.store.Columns;
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
    /** Octets of messages that are about to be written. */
    private long brought;

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

    /** Messages of a mailbox where they are now: what they lean on, and octets by the segments to which they were moved. */
    record Moved(Columns columns, long[] leans, Map<Long, Long> weights) {}

    static long[] contents(Columns columns) {
        return IntStream.range(0, columns.count()).mapToLong(columns::content).toArray();
    }

    /**
     * Copies those of a mailbox's messages that are to leave, and what they lean on; safe on disk on return.
     *
     * @param leans in which segments, or below zero files, this may be
     */
    Moved move(Columns columns, Set<Long> leans) throws MailException {
        long[] contents = contents(columns);
        List<Long> overlays = Arrays.stream(contents)
                .filter(Positions::isOverlay)
                .distinct()
                .sorted()
                .boxed()
                .toList();
        if (overlays.isEmpty()) {
            copy(Arrays.stream(contents).filter(this::leaves));
            return moved(columns, new long[0], Map.of());
        }
        boolean exactly = !leaving.isEmpty() || leans.stream().anyMatch(Positions::inFile);
        if (!exactly) {
            return moved(columns, leans.stream().mapToLong(Long::longValue).toArray(), Map.of());
        }
        Map<Long, Long> targets = Leaning.read(shard, overlays);
        copy(LongStream.concat(
                        Arrays.stream(contents).filter(content -> !Positions.isOverlay(content)),
                        targets.values().stream().mapToLong(Long::longValue))
                .filter(this::leaves));
        copy(overlays.stream()
                .mapToLong(Long::longValue)
                .filter(overlay -> leaves(overlay) || moves.containsKey(targets.getOrDefault(overlay, 0L))));
        LongStream named = targets.values().stream().mapToLong(target -> Positions.lean(moved(target)));
        // What cannot be read may lean on anything.
        LongStream unread =
                targets.size() < overlays.size() ? leans.stream().mapToLong(Long::longValue) : LongStream.empty();
        return moved(columns, LongStream.concat(named, unread).distinct().toArray(), targets);
    }

    private Moved moved(Columns columns, long[] leans, Map<Long, Long> targets) {
        Map<Long, Long> weights = new HashMap<>();
        for (int i = 0; i < columns.count() && !moves.isEmpty(); i++) {
            long content = columns.content(i);
            if (moves.containsKey(content)) {
                Weights.add(weights, moved(content), Positions.isOverlay(content) ? Weights.OVERLAY : columns.size(i));
            }
            long target = targets.getOrDefault(content, 0L);
            if (moves.containsKey(target)) {
                Weights.add(weights, moved(target), columns.size(i));
            }
        }
        return new Moved(columns.moved(this::moved), leans, weights);
    }

    /** Copies these, but for those that have been copied. */
    private void copy(LongStream positions) throws MailException {
        long[] wanted = positions
                .filter(position -> !moves.containsKey(position))
                .distinct()
                .sorted()
                .toArray();
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
                    brought += Positions.isOverlay(position)
                            ? Weights.OVERLAY
                            : Body.read(ByteBuffer.wrap(body), 0).size();
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
            FileChannel file = reader.channel(position);
            int offset = Positions.offset(position);
            return Positions.isOverlay(position) ? overlay(file, offset) : whole(file, position);
        } catch (IOException | RuntimeException failure) {
            tell(position, failure);
            damaged.add(Positions.segment(position));
            return new byte[0];
        }
    }

    private byte[] whole(FileChannel file, long position) throws IOException {
        long offset = Positions.offset(position);
        Body body = Body.read(file, offset);
        ByteBuffer octets = Body.octets(file, offset, Math.toIntExact(body.length()));
        CRC32C sum = new CRC32C();
        sum.update(octets.slice((int) (body.messageStart() - offset), (int) body.size()));
        if ((int) sum.getValue() != body.messageSum()) {
            // It stays as damaged as it is, and whoever reads it is told.
            tell(position, new IOException("the message does not match its checksum"));
        }
        return all(octets);
    }

    /** With its target where that is now. */
    private byte[] overlay(FileChannel file, int offset) throws IOException {
        Overlay overlay = Overlay.read(file, offset);
        ByteBuffer octets = Body.octets(file, offset, overlay.length());
        long target = overlay.target().position();
        if (moves.containsKey(target)) {
            Overlay.retarget(octets, moved(target));
        }
        return all(octets);
    }

    private static byte[] all(ByteBuffer octets) {
        byte[] all = new byte[octets.remaining()];
        octets.get(all);
        return all;
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
        shard.reserve().checkCopy(octets.size(), prepared());
        Part part = new Part(Kind.BODIES, meta, octets.toByteArray());
        var place = shard.put(part.append());
        shard.directory().tally().add(Weights.of(place.segment().number(), brought));
        brought = 0;
        for (int i = 0; i < batch.size(); i++) {
            long to = part.contentPosition() + offsets.get(i);
            moves.put(batch.get(i), Positions.isOverlay(batch.get(i)) ? Positions.ofOverlay(to) : to);
        }
        batch.clear();
        offsets.clear();
        octets.reset();
        pace.copied(place.span());
    }

    private long prepared() throws MailException {
        try {
            return shard.log().prepared();
        } catch (IOException failure) {
            throw Failures.notNow(failure);
        }
    }
}
