package org.posthouse.lib.segments;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a log: one force for all records that came while the last one ran. A failed force fails its records and is never
 * tried again: the segment is sealed and the log goes on in a fresh one. Its thread is never interrupted, for that would close the file.
 */
public final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MOST_WAITING = 8192;
    private static final int MOST_AT_ONCE = 1024;
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);
    private static final Status TOO_LARGE = new Status(5, 3, 4);
    private static final double FILL_AHEAD_FROM = 0.25;

    private final String name;
    private final SegmentLog log;
    private volatile Duration laziness;
    private final Observer observer;
    private final Inlet waiting = new Inlet(MOST_WAITING, MOST_AT_ONCE);
    private final ExecutorService writer;
    private final ExecutorService filler;
    private final CompletableFuture<Void> wrote = new CompletableFuture<>();
    private final CompletableFuture<Void> ended;
    private final List<Written> written = new ArrayList<>();
    /** The last segment that was made ahead. */
    private volatile CompletableFuture<Void> filled = CompletableFuture.completedFuture(null);

    private volatile boolean stopping;
    private volatile boolean turning;
    private final Deque<Append> batch = new ArrayDeque<>();
    private boolean dirty;
    private long dirtySince;
    private boolean filling;
    private boolean full;
    private int failures;
    private long failedAt;

    private record Written(Append record, Place place) {}

    /** Hears of what went wrong, on the writer's thread. */
    public interface Observer {
        /** Lazy records may have been lost. */
        void uncertain();

        /** The disk did not take or keep what was written. */
        default void failed(IOException failure) {}
    }

    /** @param laziness how long lazy records may wait for a force */
    public GroupCommit(String name, SegmentLog log, Duration laziness, Observer observer) {
        this.name = name;
        this.log = log;
        this.laziness = laziness;
        this.observer = observer;
        this.writer = Executors.newSingleThreadExecutor(task -> new Thread(task, "posthouse-" + name));
        this.filler = Executors.newSingleThreadExecutor(task -> new Thread(task, "posthouse-" + name + "-ahead"));
        this.ended = wrote.thenCompose(unused -> filled).thenRun(this::finish);
        writer.execute(this::rest);
    }

    /** Lazy records wait so long from now on. */
    public void laziness(Duration wanted) {
        laziness = wanted;
    }

    /** Records that are taken from now on go into another segment than those before, so that their segment can be freed. Any thread. */
    public void turn() {
        turning = true;
    }

    /** Takes a record; see there for when it is done. Records are written in the order in which they were taken. */
    public void append(Append record) throws MailException {
        if (record.octets() > log.largest()) {
            throw new IllegalArgumentException("record of " + record.octets() + " octets does not fit into a segment");
        }
        try {
            if (stopping || !waiting.offer(record, PATIENCE)) {
                throw MailException.notNow(stopping ? "the log is closing" : "the log is too busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MailException.notNow("interrupted", e);
        }
    }

    /**
     * Waits for records. Waiting and working are tasks of their own: the compiler may put the classes of one log's records into the code
     * that works for all logs, and a thread that waited within that code would keep them in memory when their bundle has left.
     */
    private void rest() {
        collect(batch);
        writer.execute(this::work);
    }

    private void work() {
        boolean over = true;
        try {
            while (!batch.isEmpty()) {
                commit(batch);
            }
            if (dirty && System.nanoTime() - dirtySince >= laziness.toNanos()) {
                forceLazy();
            }
            over = stopping && waiting.isEmpty();
            if (over) {
                forceLazy();
            }
        } finally {
            if (over) {
                writer.shutdown();
                wrote.complete(null);
            } else {
                writer.execute(this::rest);
            }
        }
    }

    private void collect(Collection<Append> batch) {
        try {
            long patience = dirty ? laziness.toNanos() - (System.nanoTime() - dirtySince) : IDLE.toNanos();
            waiting.take(batch, Math.max(0, patience));
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but one who wants it to end.
            stopping = true;
        }
    }

    /** Writes and forces as many of them as go into the open segment. */
    private void commit(Deque<Append> batch) {
        written.clear();
        boolean force = false;
        if (failures > 1 && System.nanoTime() - failedAt < pause().toNanos()) {
            refuse(batch, MailException.notNow("the log cannot write"));
            return;
        }
        try {
            if (turning) {
                turning = false;
                forceLazy();
                log.seal();
            }
            if (!log.isOpen()) {
                log.roll();
            }
            for (Optional<Drawn> drawn = draw(batch); drawn.isPresent(); drawn = draw(batch)) {
                if (!log.fits(drawn.get())) {
                    if (!written.isEmpty()) {
                        break;
                    }
                    forceLazy();
                    log.roll();
                    continue;
                }
                Append each = batch.remove();
                Place place = log.write(drawn.get());
                written.add(new Written(each, place));
                each.written(place);
                force |= !each.lazy();
            }
            if (written.isEmpty()) {
                return;
            }
            if (force) {
                log.force();
                dirty = false;
            } else {
                log.flush();
                markDirty();
            }
        } catch (IOException e) {
            fail(batch, e);
            return;
        }
        failures = 0;
        if (full) {
            full = false;
            LOG.warn("{}: there is room on the disk again", name);
        }
        written.forEach(each -> each.record().placed().complete(each.place()));
        written.clear();
        fillAhead();
    }

    /** The first record that has something to be written, as it is at the next place; empty if there is none left. */
    private Optional<Drawn> draw(Deque<Append> batch) {
        while (!batch.isEmpty()) {
            Append each = batch.peek();
            try {
                Optional<Drawn> drawn = each.draw(log.next());
                if (drawn.isPresent() && drawn.get().span() > log.largest()) {
                    throw new MailException(Kind.PERMANENT, TOO_LARGE, "too large for the log");
                }
                if (drawn.isPresent()) {
                    return drawn;
                }
            } catch (MailException e) {
                each.placed().completeExceptionally(e);
            } catch (RuntimeException | Error e) {
                LOG.error("{}: a record could not be drafted", name, e);
                each.placed().completeExceptionally(MailException.notNow("the log cannot write", e));
            }
            batch.remove();
        }
        return Optional.empty();
    }

    private void markDirty() {
        if (!dirty) {
            dirty = true;
            dirtySince = System.nanoTime();
        }
    }

    private void forceLazy() {
        if (!dirty) {
            return;
        }
        dirty = false;
        try {
            log.force();
        } catch (IOException e) {
            alarm(e);
            observer.uncertain();
        }
    }

    private void fail(Deque<Append> batch, IOException failure) {
        MailException told = forget(failure);
        for (Written each : written) {
            each.place().segment().unwanted(each.place().span());
            each.record().placed().completeExceptionally(told);
        }
        if (written.isEmpty()) {
            refuse(batch, told);
        }
        written.clear();
        if (dirty) {
            dirty = false;
            observer.uncertain();
        }
    }

    private static void refuse(Deque<Append> batch, MailException told) {
        batch.forEach(each -> each.placed().completeExceptionally(told));
        batch.clear();
    }

    /** A disk that fails again and again is left alone for a while: each failure costs a segment. */
    private Duration pause() {
        return Duration.ofMillis(Math.min(10_000, 100L << Math.min(failures, 10)));
    }

    /** Makes the log fit to be written again; what the callers are told. */
    private MailException forget(IOException failure) {
        if (!DiskFull.is(failure) || log.broken()) {
            alarm(failure);
            return new MailException(Kind.UNKNOWN, Status.NOT_NOW, "the log cannot write", failure);
        }
        if (!full) {
            full = true;
            LOG.error("{}: the disk is full; nothing is taken until there is room again", name);
        }
        try {
            log.rewind();
            return new MailException(Kind.RETRY, Status.SYSTEM_FULL, "disk is full", failure);
        } catch (IOException e) {
            alarm(e);
            return new MailException(Kind.UNKNOWN, Status.SYSTEM_FULL, "disk is full", failure);
        }
    }

    private void alarm(IOException failure) {
        failures++;
        failedAt = System.nanoTime();
        LOG.error("{}: writing failed; its segment is sealed, the next one is begun", name, failure);
        observer.failed(failure);
        try {
            log.seal();
        } catch (IOException e) {
            LOG.warn("{}: the sealed segment could not be closed", name, e);
        }
    }

    private void fillAhead() {
        if (filling == (log.filled() >= FILL_AHEAD_FROM)) {
            return;
        }
        filling = !filling;
        if (filling && !stopping) {
            filled = CompletableFuture.runAsync(this::fill, filler);
        }
    }

    private void fill() {
        try {
            log.fillAhead();
        } catch (IOException e) {
            LOG.warn("{}: no segment could be made ahead: {}", name, e.getMessage());
        }
    }

    /** Writes and forces what was taken, and takes nothing more; done when nothing of this writes any more. Does not wait. */
    public CompletableFuture<Void> end() {
        stopping = true;
        waiting.call();
        return ended;
    }

    private void finish() {
        filler.shutdown();
        try {
            log.close();
        } catch (IOException e) {
            LOG.warn("{}: the log could not be closed", name, e);
        }
    }

    /** Writes and forces what was taken, then ends. Waits some seconds at most. */
    @Override
    public void close() {
        try {
            end().get(15, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.error("{}: the disk does not answer; the log is left as it is", name);
        } catch (ExecutionException e) {
            LOG.error("{}: the log did not end well", name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
