package org.posthouse.store.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.posthouse.lib.segments.Segment;

/** Segments that are to be emptied together, and room on the disk for what is copied out of them. For one thread. */
final class Leaving implements AutoCloseable {
    private static final int MOST_SEGMENTS = 8;
    /** Where segments are small, more of them are emptied together: what is written of accounts is written once for all. */
    private static final long MOST_OCTETS = 64L << 20;
    /** With structures and heads messages take about so much more. */
    private static final int PART_MORE = 8;

    private final Shard shard;
    private final Set<Long> segments = new TreeSet<>();
    private final Set<Line> lines = new HashSet<>();
    private final List<Reserve.Loan> loans = new ArrayList<>();
    private long gain;
    /** What the cheapest of those costs for which there is no room. */
    private long least = Long.MAX_VALUE;

    private Leaving(Shard shard) {
        this.shard = shard;
    }

    /** The first of these for which there is room; if nothing of the very first is wanted, those of which that is so. */
    static Leaving of(Shard shard, List<Segment> worthwhile) throws IOException {
        Leaving leaving = new Leaving(shard);
        Tally tally = shard.directory().tally();
        boolean empty = !worthwhile.isEmpty() && tally.octets(worthwhile.get(0).number()) == 0;
        long left = Math.max(MOST_OCTETS, MOST_SEGMENTS * (long) shard.log().segmentSize());
        for (Segment segment : worthwhile) {
            boolean first = leaving.segments.isEmpty();
            boolean alike = !empty || tally.octets(segment.number()) == 0;
            if (alike && (first || segment.size() <= left)) {
                left -= segment.size();
                leaving.take(segment);
            }
        }
        return leaving;
    }

    private void take(Segment segment) throws IOException {
        Set<Long> one = Set.of(segment.number());
        List<Line> more = shard.directory().lines().stream()
                .filter(line -> line.holds(one) && !lines.contains(line))
                .toList();
        long indexed = more.stream().mapToLong(Line::indexed).sum();
        long octets = shard.directory().tally().octets(segment.number());
        long copies = octets + octets / PART_MORE;
        long records = 2 * Kept.EACH * indexed;
        long cost = copies + records;
        Optional<Reserve.Loan> loan =
                shard.reserve().lend(copies, records, shard.log().prepared());
        if (loan.isPresent()) {
            loans.add(loan.get());
            lines.addAll(more);
            segments.add(segment.number());
            gain += segment.size() - cost;
        } else {
            least = Math.min(least, cost);
        }
    }

    /** About how many octets come back. */
    long gain() {
        return gain;
    }

    /** About how many octets are lacking for any to be emptied; 0 if some can be, or none are to be. */
    long lacking() throws IOException {
        return segments.isEmpty() && least < Long.MAX_VALUE
                ? Math.max(0, least - shard.reserve().room(true, shard.log().prepared()))
                : 0;
    }

    Set<Long> segments() {
        return Set.copyOf(segments);
    }

    @Override
    public void close() {
        loans.forEach(Reserve.Loan::close);
    }
}
