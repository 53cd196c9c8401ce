package org.posthouse.core.queue.spool;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.posthouse.lib.segments.Segment;

/** Which mails in segments that are still there are done with: what must not be forgotten before the segments are. Safe for all threads. */
final class Tombs {
    private final Map<Segment, Serials> perSegment = new HashMap<>();

    private static final class Serials {
        private long[] values = new long[16];
        private int count;

        void add(long serial) {
            if (count == values.length) {
                values = Arrays.copyOf(values, count * 2);
            }
            values[count++] = serial;
        }
    }

    synchronized void add(Segment segment, long serial) {
        perSegment.computeIfAbsent(segment, unused -> new Serials()).add(serial);
    }

    synchronized void keepOnly(Set<Segment> segments) {
        perSegment.keySet().retainAll(segments);
    }

    synchronized Map<Segment, long[]> all() {
        Map<Segment, long[]> all = new HashMap<>();
        perSegment.forEach((segment, serials) -> all.put(segment, Arrays.copyOf(serials.values, serials.count)));
        return all;
    }
}
