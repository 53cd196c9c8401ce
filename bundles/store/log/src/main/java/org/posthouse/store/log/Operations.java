package org.posthouse.store.log;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.Fields;

/**
 * Which operations an account has done lately, by a checksum of their ids, and where that is written: 32 octets each. Whether it is the
 * same id is for the record there to say. Safe for threads.
 */
final class Operations {
    static final int IN_RUN = 4096;

    private final Deque<Run> runs = new ArrayDeque<>();

    /** Operations one after the other. */
    static final class Run {
        private long[] sums = new long[16];
        private long[] positions = new long[16];
        private int count;
        private long last;
        /** Where the whole run is written; 0 if it is not. */
        private long saved;

        boolean full() {
            return count >= IN_RUN;
        }

        long saved() {
            return saved;
        }

        void savedAt(long position) {
            saved = position;
        }

        private void add(long sum, long position) {
            if (2 * (count + 1) > sums.length) {
                grow();
            }
            int at = slot(sum);
            while (sums[at] != 0) {
                at = (at + 1) & (sums.length - 1);
            }
            sums[at] = sum;
            positions[at] = position;
            count++;
            saved = 0;
        }

        private int slot(long sum) {
            return (int) (sum ^ sum >>> 32) & (sums.length - 1);
        }

        private void grow() {
            long[] oldSums = sums;
            long[] oldPositions = positions;
            sums = new long[2 * oldSums.length];
            positions = new long[2 * oldSums.length];
            count = 0;
            for (int i = 0; i < oldSums.length; i++) {
                if (oldSums[i] != 0) {
                    add(oldSums[i], oldPositions[i]);
                }
            }
        }

        private void find(long sum, LongStream.Builder found) {
            for (int at = slot(sum); sums[at] != 0; at = (at + 1) & (sums.length - 1)) {
                if (sums[at] == sum) {
                    found.add(positions[at]);
                }
            }
        }

        private int keepOnly(LongPredicate wanted) {
            int before = count;
            if (Arrays.stream(positions).allMatch(position -> position == 0 || wanted.test(position))) {
                return 0;
            }
            long[] oldSums = sums;
            long[] oldPositions = positions;
            sums = new long[oldSums.length];
            positions = new long[oldSums.length];
            count = 0;
            for (int i = 0; i < oldSums.length; i++) {
                if (oldSums[i] != 0 && wanted.test(oldPositions[i])) {
                    add(oldSums[i], oldPositions[i]);
                }
            }
            saved = 0;
            return before - count;
        }

        void write(Fields to) {
            to.number(last).number(count);
            for (int i = 0; i < sums.length; i++) {
                if (sums[i] != 0) {
                    to.number(sums[i]).number(positions[i]);
                }
            }
        }

        static Run read(FieldReader from) throws IOException {
            Run run = new Run();
            run.last = from.number();
            for (long left = from.number(); left > 0; left--) {
                long sum = from.number();
                run.add(sum, from.number());
            }
            return run;
        }
    }

    private static long sum(String id) {
        long sum = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            sum = (sum ^ id.charAt(i)) * 0x100000001b3L;
            sum ^= sum >>> 29;
        }
        return sum == 0 ? 1 : sum;
    }

    /** At this time, in milliseconds of the epoch. */
    synchronized void add(String id, long position, long at) {
        if (runs.isEmpty() || runs.getLast().full()) {
            runs.add(new Run());
        }
        runs.getLast().add(sum(id), position);
        runs.getLast().last = Math.max(runs.getLast().last, at);
    }

    /** Positions where this operation may be written. */
    synchronized long[] find(String id) {
        if (runs.isEmpty()) {
            return new long[0];
        }
        LongStream.Builder found = LongStream.builder();
        long sum = sum(id);
        runs.forEach(run -> run.find(sum, found));
        return found.build().toArray();
    }

    /** Forgets what was done before this time, some of it later. */
    synchronized void forget(long before) {
        while (!runs.isEmpty() && runs.getFirst().last < before) {
            runs.removeFirst();
        }
    }

    /** An older run comes back. */
    synchronized void add(Run run) {
        runs.add(run);
    }

    synchronized Run[] runs() {
        return runs.toArray(Run[]::new);
    }

    /** Segments in which something of this lies. */
    synchronized Set<Long> segments() {
        Set<Long> segments = new HashSet<>();
        for (Run run : runs) {
            if (run.saved != 0) {
                segments.add(Positions.segment(run.saved));
            }
            Arrays.stream(run.positions)
                    .filter(position -> position != 0)
                    .forEach(position -> segments.add(Positions.segment(position)));
        }
        return segments;
    }

    /** What lies at these positions has gone elsewhere; runs that lie in these segments are to be written anew. */
    synchronized void move(Map<Long, Long> moves, Set<Long> left) {
        for (Run run : runs) {
            if (left.contains(Positions.segment(run.saved))) {
                run.saved = 0;
            }
            for (int i = 0; i < run.positions.length; i++) {
                Long to = run.positions[i] == 0 ? null : moves.get(run.positions[i]);
                if (to != null) {
                    run.positions[i] = to;
                    run.saved = 0;
                }
            }
        }
    }

    /** Forgets what is written at other positions; returns how much that was. */
    synchronized int keepOnly(LongPredicate wanted) {
        int gone = 0;
        for (Run run : runs) {
            gone += run.keepOnly(wanted);
        }
        return gone;
    }

    /** Positions within these segments. */
    synchronized Set<Long> within(Set<Long> segments) {
        Set<Long> found = new HashSet<>();
        for (Run run : runs) {
            for (long position : run.positions) {
                if (position != 0 && segments.contains(Positions.segment(position))) {
                    found.add(position);
                }
            }
        }
        return found;
    }
}
