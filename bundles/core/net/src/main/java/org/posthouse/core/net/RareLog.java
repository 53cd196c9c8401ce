package org.posthouse.core.net;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Lets so many lines through per ten seconds, and counts the rest: strangers shall not fill the disk. */
final class RareLog {
    private static final long SPAN = 10_000_000_000L;

    private final Logger log;
    private final int lines;
    private final LongSupplier nanos;
    private final AtomicLong since;
    private final AtomicInteger said = new AtomicInteger();

    RareLog(Logger log, int lines, LongSupplier nanos) {
        this.log = log;
        this.lines = lines;
        this.nanos = nanos;
        this.since = new AtomicLong(nanos.getAsLong());
    }

    RareLog(Logger log) {
        this(log, 20, System::nanoTime);
    }

    /** @return whether the line was written */
    boolean info(String format, Object... values) {
        long now = nanos.getAsLong();
        long begin = since.get();
        if (now - begin > SPAN && since.compareAndSet(begin, now)) {
            int more = said.getAndSet(0) - lines;
            if (more > 0) {
                log.info("{} more lines like the last ones were left out", more);
            }
        }
        boolean may = said.incrementAndGet() <= lines;
        if (may) {
            log.info(format, values);
        }
        return may;
    }
}
