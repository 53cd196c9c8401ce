package org.posthouse.core.trace;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.lib.disk.RunCounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The trace: steps wait in memory for half a second at most, then they are in a file. When too many wait, steps are lost and counted. */
@Component(
        name = "org.posthouse.core.trace",
        service = Trace.class,
        immediate = true,
        configurationPid = "org.posthouse.core.trace")
@Designate(ocd = TraceConfiguration.class)
public final class TraceLog implements Trace {
    private static final Logger LOG = LoggerFactory.getLogger(TraceLog.class);
    private static final Logger MAIL = LoggerFactory.getLogger("posthouse.mail");
    private static final int WAITING = 65_536;
    /** So many are taken out of what waits without waiting for the time, which makes them small. */
    private static final int EARLY = 256;

    private static final Set<String> DISPENSABLE = Set.of("connect", "helo", "flagged");
    private static final int MOST_FOUND = 100_000;
    private static final int MOST_LIVES = 1_000;
    private static final Duration FLUSH = Duration.ofMillis(500);
    private static final Duration TRIM = Duration.ofMinutes(10);

    private static final Duration TELL = Duration.ofMinutes(1);
    /** Octets that stay free, on a small disk a twentieth of it. */
    private static final long RESERVE = 64L << 20;

    private final TraceFiles files;
    private final RunCounts totalsFile;
    private final Clock clock;
    private Instant told = Instant.EPOCH;
    /** Nobody who records waits for another. */
    private final Queue<TraceStep> waiting = new ConcurrentLinkedQueue<>();

    /** How many wait; when many record at a time, it may become a few more than there may be. */
    private final AtomicInteger count = new AtomicInteger();

    /** Since that was told last. */
    private final AtomicLong lost = new AtomicLong();

    private final AtomicLong lostEver = new AtomicLong();
    /** Whether what waits will be taken before its time. */
    private final AtomicBoolean soon = new AtomicBoolean();

    private final MailLog mailLog = new MailLog(MAIL::info);
    private final CrowdedClients crowded = new CrowdedClients();
    private final Totals totals = new Totals();
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(TraceLog::thread);
    private volatile boolean closed;
    private volatile boolean recording = true;

    @Activate
    public TraceLog(BundleContext context, TraceConfiguration config) throws IOException {
        this(
                Path.of(context.getProperty("posthouse.home"), "data", "trace"),
                bytes(config),
                age(config),
                Optional.ofNullable(context.getProperty(Constants.FRAMEWORK_UUID))
                        .orElse(""),
                Clock.systemUTC());
        recording = config.record();
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(null, task, "posthouse-trace-1", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** Other bounds: the service stays. */
    @Modified
    void change(TraceConfiguration config) {
        files.bound(bytes(config), age(config));
        recording = config.record();
    }

    private static long bytes(TraceConfiguration config) {
        return Math.max(1, config.megabytes()) * 1024L * 1024L;
    }

    private static Duration age(TraceConfiguration config) {
        return Duration.ofDays(Math.max(1, config.days()));
    }

    /**
     * In this folder, with these bounds.
     *
     * @param run names this run of the server: totals are of one run
     */
    TraceLog(Path folder, long bytes, Duration age, String run, Clock clock) throws IOException {
        this(
                new TraceFiles(folder, bytes, age, () -> hasRoom(folder.toFile()), clock),
                new RunCounts(folder.resolve("totals"), run),
                clock);
    }

    /** The same with files of its own kind. */
    TraceLog(TraceFiles files, RunCounts totalsFile, Clock clock) {
        this.clock = clock;
        this.files = files;
        this.totalsFile = totalsFile;
        writer.scheduleWithFixedDelay(this::write, FLUSH.toMillis(), FLUSH.toMillis(), TimeUnit.MILLISECONDS);
        writer.scheduleWithFixedDelay(files::trim, 0, TRIM.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What is kept free for the store's mail is not used for the trace. */
    private static boolean hasRoom(File folder) {
        return folder.getUsableSpace() >= Math.min(RESERVE, folder.getTotalSpace() / 20);
    }

    @Deactivate
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(2, TimeUnit.SECONDS)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closed = true;
        write();
        totalsFile.write(totals());
    }

    @Override
    public void record(TraceStep step) {
        totals.count(step);
        if (!recording && !MailLog.tells(step)) {
            return;
        }
        if (count.get() >= (dispensable(step) ? WAITING / 4 * 3 : WAITING)) {
            lose(1);
            return;
        }
        waiting.add(step);
        int now = count.incrementAndGet();
        if (closed) {
            // By somebody who had it in his hand when it went.
            write();
        } else if (now >= EARLY && soon.compareAndSet(false, true)) {
            takeEarly();
        }
    }

    /** What goes first when more comes than can be written. */
    private static boolean dispensable(TraceStep step) {
        return DISPENSABLE.contains(step.stage()) || step.verdict().equals("none");
    }

    private void lose(long steps) {
        lost.addAndGet(steps);
        lostEver.addAndGet(steps);
    }

    /** When many come, the next half second is too late. */
    private void takeEarly() {
        try {
            writer.execute(this::take);
        } catch (RejectedExecutionException e) {
            // It is being closed, and writes what waits by itself.
        }
    }

    private synchronized void write() {
        take();
        files.flush();
        if (closed) {
            files.close();
        }
        tellLost();
    }

    private synchronized void take() {
        soon.set(false);
        // Only those that wait now: while many come there is no end of them.
        for (int left = count.get(); left > 0; left--) {
            TraceStep step = waiting.remove();
            count.decrementAndGet();
            mailLog.tell(step);
            if (crowded.tells(step)) {
                append(step);
            }
        }
        mailLog.flush();
        (closed ? crowded.rest() : crowded.over(clock.instant())).forEach(this::append);
    }

    private void append(TraceStep step) {
        if (recording && !files.append(step)) {
            lose(1);
        }
    }

    /** Once a minute at most. */
    private void tellLost() {
        Instant now = clock.instant();
        if (lost.get() > 0 && Duration.between(told, now).abs().compareTo(TELL) >= 0) {
            told = now;
            LOG.warn("{} steps of the trace were lost: too many at a time, or no room on the disk", lost.getAndSet(0));
        }
    }

    @Override
    public OptionalLong longest(String stage, Instant since) {
        return totals.longest(stage, since);
    }

    @Override
    public List<TraceStep> find(Query query, int limit) {
        write();
        try {
            return limit <= 0
                    ? List.of()
                    : new TraceSearch(files.parts(), query, Math.min(limit, MOST_FOUND))
                            .run().stream().filter(files::young).toList();
        } catch (IOException e) {
            LOG.warn("the trace cannot be read: {}", e.toString());
            return List.of();
        }
    }

    @Override
    public Found search(Search search, int limit, Duration patience) {
        long begun = System.nanoTime();
        long nanos = patience.toNanos();
        write();
        try {
            return limit <= 0
                    ? Found.NOTHING
                    : new LifeSearch(
                                    files.parts(),
                                    search,
                                    Math.min(limit, MOST_LIVES),
                                    () -> System.nanoTime() - begun > nanos / 3 * 2,
                                    () -> System.nanoTime() - begun > nanos)
                            .run();
        } catch (IOException e) {
            LOG.warn("the trace cannot be read: {}", e.toString());
            return Found.NOTHING;
        }
    }

    @Override
    public List<String> latest(int limit) {
        write();
        Set<String> ids = new LinkedHashSet<>();
        try {
            for (TracePart part : files.parts()) {
                if (ids.size() >= limit) {
                    break;
                }
                latest(part.steps(), limit, ids);
            }
        } catch (IOException e) {
            LOG.warn("the trace cannot be read: {}", e.toString());
        }
        return List.copyOf(ids);
    }

    private static void latest(List<TraceStep> steps, int limit, Set<String> ids) {
        for (int i = steps.size() - 1; i >= 0 && ids.size() < limit; i--) {
            steps.get(i).queueId().ifPresent(ids::add);
        }
    }

    @Override
    public Kept kept() {
        return files.kept(lostEver.get());
    }

    @Override
    public Map<String, Long> totals() {
        totals.add(totalsFile.take());
        return totals.all();
    }
}
