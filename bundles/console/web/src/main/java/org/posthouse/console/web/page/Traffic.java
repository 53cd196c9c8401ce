package org.posthouse.console.web.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was accepted in each of the last minutes, from totals that only grow. */
public final class Traffic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);
    static final int MINUTES = 60;
    private static final String COUNTED = "accepted";

    private final Supplier<Map<String, Long>> totals;
    private final Deque<Long> minutes = new ArrayDeque<>();
    private final ScheduledExecutorService thread;
    private long before;

    /** @param totals how often each stage was recorded since the server started */
    public Traffic(Supplier<Map<String, Long>> totals) {
        this.totals = totals;
        this.before = count();
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "posthouse-console-1");
            made.setDaemon(true);
            return made;
        });
        thread.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.MINUTES);
    }

    private void tick() {
        try {
            minute();
        } catch (RuntimeException e) {
            LOG.debug("a minute was not counted", e);
        }
    }

    /** A minute has passed. */
    synchronized void minute() {
        long now = count();
        // Less than before: it counts anew.
        minutes.addLast(now >= before ? now - before : now);
        before = now;
        if (minutes.size() >= MINUTES) {
            minutes.removeFirst();
        }
    }

    Map<String, Long> totals() {
        return totals.get();
    }

    /** Oldest first; the last one is not over yet. */
    synchronized List<Long> minutes() {
        List<Long> all = new ArrayList<>(minutes);
        all.add(Math.max(0, count() - before));
        return all;
    }

    private long count() {
        return totals.get().getOrDefault(COUNTED, 0L);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
