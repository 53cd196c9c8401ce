package org.posthouse.bench.work;

import java.util.Arrays;

/** How long operations took, each of them kept. For many threads. */
final class Times {
    private long[] nanos = new long[1024];
    private int count;

    synchronized void add(long taken) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = taken;
    }

    synchronized int count() {
        return count;
    }

    /** Milliseconds that this share of them did not exceed. */
    synchronized double millis(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.min(count - 1, (int) (count * share))] / 1e6;
    }
}
