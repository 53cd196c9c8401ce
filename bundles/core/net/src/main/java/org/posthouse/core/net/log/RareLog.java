package org.posthouse.core.net.log;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** Lets so many lines through per span, and counts the rest: strangers shall not fill the disk. */
public final class RareLog {
    private static final Duration SPAN = Duration.ofSeconds(10);

    private final Logger log;
    private final int lines;
    private final long span;
    private final LongSupplier nanos;
    private final AtomicLong since;
    private final AtomicInteger said = new AtomicInteger();

    RareLog(Logger log, int lines, Duration span, LongSupplier nanos) {
        this.log = log;
        this.lines = lines;
        this.span = span.toNanos();
        this.nanos = nanos;
        this.since = new AtomicLong(nanos.getAsLong());
    }

    public RareLog(Logger log, int lines, Duration span) {
        this(log, lines, span, System::nanoTime);
    }

    /** Twenty lines per ten seconds. */
    public RareLog(Logger log) {
        this(log, 20, SPAN);
    }

    /** @return whether the line was written */
    public boolean info(String format, Object... values) {
        return write(Level.INFO, format, values);
    }

    /** @return whether the line was written */
    public boolean warn(String format, Object... values) {
        return write(Level.WARN, format, values);
    }

    private boolean write(Level level, String format, Object... values) {
        long now = nanos.getAsLong();
        long begin = since.get();
        if (now - begin > span && since.compareAndSet(begin, now)) {
            int more = said.getAndSet(0) - lines;
            if (more > 0) {
                log.atLevel(level).log("{} more lines like the last ones were left out", more);
            }
        }
        boolean may = said.incrementAndGet() <= lines;
        if (may) {
            log.atLevel(level).log(format, values);
        }
        return may;
    }
}
