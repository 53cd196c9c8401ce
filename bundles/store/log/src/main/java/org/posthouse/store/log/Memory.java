package org.posthouse.store.log;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How much of the accounts is in memory; those longest unused leave when it is too much. Safe for threads. */
final class Memory {
    private static final int MOST_ACCOUNTS = 20_000;

    private final long most;
    private final Supplier<Stream<Line>> lines;
    private final AtomicLong indexed = new AtomicLong();
    private long looked = System.nanoTime();

    /** An account, and when it was used last before this was looked at. */
    private record Used(Line line, long when) {}

    /** @param most messages */
    Memory(long most, Supplier<Stream<Line>> lines) {
        this.most = most;
        this.lines = lines;
    }

    /** So many messages came or went within what is in memory: an estimate that is put right whenever it says too much. */
    void changed(int messages) {
        indexed.addAndGet(messages);
    }

    /** Something may have been opened. */
    void grew() {
        if (indexed.get() > most || System.nanoTime() - looked > 1_000_000_000L) {
            trim();
        }
    }

    /** Lets go of what is too much, and a little more; what was used last stays. */
    synchronized void trim() {
        looked = System.nanoTime();
        // When they were used is noted first, as it changes while they are being sorted.
        List<Line> loaded = lines.get()
                .filter(Line::loaded)
                .map(line -> new Used(line, line.used()))
                .sorted(Comparator.comparingLong(Used::when))
                .map(Used::line)
                .toList();
        long sum = loaded.stream().mapToLong(Line::indexed).sum();
        int left = loaded.size();
        boolean much = sum > most || left > MOST_ACCOUNTS;
        for (Line line : loaded) {
            if (!much || left <= 1 || (sum <= most - most / 10 && left <= MOST_ACCOUNTS - MOST_ACCOUNTS / 10)) {
                break;
            }
            int its = line.indexed();
            if (line.aloneNow(line::forget)) {
                sum -= its;
                left--;
            }
        }
        indexed.set(sum);
    }
}
