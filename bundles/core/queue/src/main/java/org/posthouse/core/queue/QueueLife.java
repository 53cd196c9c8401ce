package org.posthouse.core.queue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.posthouse.api.health.Troubles;
import org.posthouse.api.mail.MailException;
import org.posthouse.core.queue.spool.InUseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue from the start of its component to its end. If it cannot be opened that is tried again and again: the version before it may be
 * writing still, or somebody may clear away what is in its way. Until then nothing is taken. Safe for all threads.
 */
final class QueueLife implements Troubles, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueLife.class);
    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Opening opening;
    private final Listener listener;
    private volatile Optional<SpoolQueue> open = Optional.empty();
    private volatile String why = "nobody has tried";
    private Optional<ScheduledExecutorService> opener = Optional.empty();
    private Duration pause = SHORTEST;
    private boolean closed;

    /** Opens the queue in its folder. */
    @FunctionalInterface
    interface Opening {
        SpoolQueue open() throws IOException;
    }

    /** Hears what becomes of it, one thing after the other. */
    interface Listener {
        void opened(SpoolQueue queue);

        /** Something is in its way that does not go by itself. */
        void failed(String reason);
    }

    QueueLife(Opening opening, Listener listener) {
        this.opening = opening;
        this.listener = listener;
    }

    /** Opens it, or tries again from now on. */
    synchronized void begin() {
        if (closed || open.isPresent()) {
            return;
        }
        SpoolQueue opened;
        try {
            opened = opening.open();
        } catch (InUseException e) {
            late(e);
            return;
        } catch (IOException | RuntimeException e) {
            late(e);
            listener.failed(why);
            return;
        }
        open = Optional.of(opened);
        opener.ifPresent(ScheduledExecutorService::shutdown);
        listener.opened(opened);
    }

    private void late(Exception failure) {
        String reason = String.valueOf(failure.getMessage());
        if (!reason.equals(why)) {
            LOG.error("the queue cannot be opened, no mail is taken until it can: {}", reason, failure);
        }
        why = reason;
        if (opener.isEmpty()) {
            opener = Optional.of(
                    Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "posthouse-queue-opener-1")));
        }
        var unused = opener.get().schedule(this::begin, pause.toMillis(), TimeUnit.MILLISECONDS);
        pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
    }

    Optional<SpoolQueue> open() {
        return open;
    }

    /** The queue; RETRY if it is not open. */
    SpoolQueue queue() throws MailException {
        return open.orElseThrow(() -> MailException.notNow("the queue is not open"));
    }

    @Override
    public List<String> troubles() {
        return open.map(SpoolQueue::troubles)
                .orElseGet(() -> List.of("queue: it is not open, and no mail is taken: " + why));
    }

    /** Ends it, or the attempts to open it. */
    @Override
    public void close() {
        Optional<SpoolQueue> last = end();
        last.ifPresent(SpoolQueue::close);
    }

    private synchronized Optional<SpoolQueue> end() {
        closed = true;
        opener.ifPresent(ScheduledExecutorService::shutdownNow);
        return open;
    }
}
