package org.posthouse.system;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/** How long replies took, counted by powers of the tenth root of two: any number of them in little memory. */
final class Latencies {
    private static final int STEPS = 10;
    private static final double FIRST_NANOS = 10_000;

    private final AtomicLongArray counts = new AtomicLongArray(STEPS * 32);

    void add(long nanos) {
        double step = STEPS * Math.log(Math.max((double) nanos, FIRST_NANOS) / FIRST_NANOS) / Math.log(2);
        counts.incrementAndGet(Math.min(counts.length() - 1, (int) step));
    }

    long count() {
        long all = 0;
        for (int i = 0; i < counts.length(); i++) {
            all += counts.get(i);
        }
        return all;
    }

    /** Milliseconds that this share of the replies did not exceed. */
    double millis(double share) {
        long wanted = (long) Math.ceil(count() * share);
        long so = 0;
        for (int i = 0; i < counts.length(); i++) {
            so += counts.get(i);
            if (so >= wanted) {
                return FIRST_NANOS * Math.pow(2, (i + 1.0) / STEPS) / 1e6;
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d replies, p50 %.1f ms, p99 %.1f ms, longest %.0f ms",
                count(),
                millis(0.5),
                millis(0.99),
                millis(1));
    }
}
