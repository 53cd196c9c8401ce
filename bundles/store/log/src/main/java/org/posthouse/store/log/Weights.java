package org.posthouse.store.log;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.Fields;
import org.posthouse.lib.store.Change;
import org.posthouse.lib.store.Entry;

/** Octets of messages by segment: what was brought there, and by how much what is wanted there became more or less. */
record Weights(Map<Long, Long> brought, Map<Long, Long> wanted) {
    /** About how many octets an overlay takes. */
    static final long OVERLAY = 1024;

    static final Weights NONE = new Weights(Map.of(), Map.of());

    /** What these changes make of it. The targets are those of overlays, by their positions, as far as they are known. */
    static Weights of(List<Change> changes, Iterable<Entry> gone, Map<Long, Long> targets) {
        Map<Long, Long> brought = new TreeMap<>();
        Map<Long, Long> wanted = new TreeMap<>();
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i) instanceof Change.NewMessage message) {
                add(brought, message.entry(), 1, Map.of());
                add(wanted, message.entry(), 1, targets);
            } else if (changes.get(i) instanceof Change.Copies copies && !moved(copies, changes, i + 1)) {
                copies.copies().forEach(copy -> add(wanted, copy.entry(), 1, targets));
            }
        }
        gone.forEach(entry -> add(wanted, entry, -1, targets));
        return new Weights(brought, wanted);
    }

    /** Whether the originals go at once. */
    private static boolean moved(Change.Copies copies, List<Change> changes, int next) {
        return next < changes.size()
                && changes.get(next) instanceof Change.Expunged gone
                && gone.mailbox() == copies.source()
                && gone.first() == copies.sourceUids()[0];
    }

    /** An overlay counts where it is, a little, and all that the message has where its target is, as a copy would. */
    private static void add(Map<Long, Long> sums, Entry entry, int sign, Map<Long, Long> targets) {
        long position = entry.content();
        if (Positions.isOverlay(position)) {
            add(sums, position, sign * OVERLAY);
            Long target = targets.get(position);
            if (target != null) {
                add(sums, target, sign * entry.size());
            }
        } else {
            add(sums, position, sign * entry.size());
        }
    }

    /** So many octets more are counted in the segment of this position, if it is in one. */
    static void add(Map<Long, Long> sums, long position, long octets) {
        if (!Positions.inFile(position)) {
            sums.merge(Positions.segment(position), octets, Long::sum);
        }
    }

    /**
     * What becomes of it when an account is written whole, here, with these mailboxes.
     *
     * @param moved octets of messages that were moved, by the segments in which they are now
     */
    static Weights of(Line line, List<Kept> boxes, long here, Map<Long, Long> moved) {
        Map<Long, Long> brought = new TreeMap<>();
        Map<Long, Long> wanted = new TreeMap<>(moved);
        Map<Long, Long> former = columns(line.kept().values());
        columns(boxes).forEach((position, octets) -> {
            Long before = former.remove(position);
            if (before == null) {
                brought.merge(Positions.segment(position), octets, Long::sum);
            }
            wanted.merge(Positions.segment(position), octets - (before == null ? 0 : before), Long::sum);
        });
        former.forEach((position, octets) -> wanted.merge(Positions.segment(position), -octets, Long::sum));
        brought.merge(here, 2 * Kept.weight(boxes.size()), Long::sum);
        wanted.merge(here, 2 * Kept.weight(boxes.size()), Long::sum);
        long before = line.whereabouts().record();
        if (before != 0) {
            wanted.merge(Positions.segment(before), -2 * Kept.weight(line.kept().size()), Long::sum);
        }
        return new Weights(brought, wanted);
    }

    /** About how many octets of columns there are at which positions. */
    private static Map<Long, Long> columns(Collection<Kept> boxes) {
        Map<Long, Long> octets = new HashMap<>();
        for (Kept box : boxes) {
            for (int part = 0; part < box.parts().length; part++) {
                octets.put(box.parts()[part], box.octets(part));
                octets.put(box.twins()[part], box.octets(part));
            }
        }
        return octets;
    }

    /** So many octets are new in a segment; who wants them is told later. */
    static Weights of(long segment, long octets) {
        return new Weights(Map.of(segment, octets), Map.of());
    }

    void write(Fields to) {
        write(brought, to);
        write(wanted, to);
    }

    private static void write(Map<Long, Long> sums, Fields to) {
        to.number(sums.size());
        sums.forEach((segment, octets) -> to.number(segment).number(octets));
    }

    static Weights read(FieldReader from) throws IOException {
        Map<Long, Long> brought = sums(from);
        return new Weights(brought, sums(from));
    }

    private static Map<Long, Long> sums(FieldReader from) throws IOException {
        Map<Long, Long> sums = new TreeMap<>();
        for (long left = from.number(); left > 0; left--) {
            long segment = from.number();
            sums.put(segment, from.number());
        }
        return sums;
    }
}
