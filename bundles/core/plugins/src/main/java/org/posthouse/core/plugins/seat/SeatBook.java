package org.posthouse.core.plugins.seat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which seats there were, and which plug-ins are off: what must be known after a restart to tell absent from not there. */
@Component(service = SeatBook.class, immediate = true)
public final class SeatBook {
    private static final Logger LOG = LoggerFactory.getLogger(SeatBook.class);
    /** Changes come in crowds; a crash within this time forgets the latest. */
    private static final Duration WRITTEN_AFTER = Duration.ofMillis(200);

    /** No mail waits for these at a start: they come when it flows already. */
    private static final String PAGES = "org.posthouse.spi.console.";

    /** So many services at once are asked for again. */
    private static final int RETRIES = 4;

    private final SeatFile file;
    private final Duration vacancy;
    private final long begun = System.nanoTime();
    private final Map<SeatName, Map<String, Object>> seats = new ConcurrentSkipListMap<>();
    private final Set<String> off = ConcurrentHashMap.newKeySet();
    /** By hand, in the framework: not waited for while it lasts, and not for ever. */
    private final Set<String> stopped = ConcurrentHashMap.newKeySet();
    /** Remembered from last time and not filled yet. */
    private final Set<SeatName> awaited = ConcurrentHashMap.newKeySet();

    /** By bundle: calls that were inside when it went, and have not come back. */
    private final Map<Long, List<Visit>> left = new ConcurrentHashMap<>();

    private final CopyOnWriteArrayList<Row<?>> rows = new CopyOnWriteArrayList<>();
    private final AtomicBoolean dirty = new AtomicBoolean();
    private final ScheduledExecutorService writer = threads(1, "posthouse-plugins-book");
    /** May hang in the constructor of a plug-in. */
    private final ScheduledExecutorService again = threads(RETRIES, "posthouse-plugins-again");

    @Activate
    public SeatBook(BundleContext context) {
        this(Path.of(context.getProperty("posthouse.home"), "data", "plugins", "seats"), Limits.DEFAULT.vacancy());
    }

    /** Kept in this file; those who do not come within {@code vacancy} are given up. */
    public SeatBook(Path path, Duration vacancy) {
        this.file = new SeatFile(path);
        this.vacancy = vacancy;
        try {
            SeatFile.Content content = file.read();
            seats.putAll(content.seats());
            off.addAll(content.off());
            awaited.addAll(content.seats().keySet());
        } catch (IOException e) {
            // Starting without memory is better than not starting: all that is lost is patience with absent plug-ins.
            LOG.warn("{} cannot be read; plug-ins are expected again as they come: {}", path, e.getMessage());
        }
    }

    @Deactivate
    public void close() {
        again.shutdownNow();
        writer.shutdown();
        try {
            if (!writer.awaitTermination(2, TimeUnit.SECONDS)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        write();
    }

    /** Whether every seat that was there last time has been filled, or has been given up. */
    public boolean settled() {
        return System.nanoTime() - begun > vacancy.toNanos()
                || awaited.stream()
                        .filter(each -> !each.type().startsWith(PAGES))
                        .noneMatch(this::expected);
    }

    public boolean off(String plugin) {
        return off.contains(plugin);
    }

    /** Symbolic names of plug-ins that are off. */
    public Set<String> off() {
        return Set.copyOf(off);
    }

    /** Switched on or off, for later starts too. */
    public void turn(String plugin, boolean on) {
        if (on ? off.remove(plugin) : off.add(plugin)) {
            changed();
        }
        if (on) {
            stopped.remove(plugin);
        }
        rows.forEach(row -> row.look(plugin));
    }

    /** Somebody has stopped or started it in the framework. */
    public void stopped(String plugin, boolean now) {
        if (now ? stopped.add(plugin) : stopped.remove(plugin)) {
            rows.forEach(row -> row.look(plugin));
        }
    }

    /** It is missed in its seats, but no start waits for it. */
    public void giveUp(String plugin) {
        awaited.removeIf(each -> each.plugin().equals(plugin));
    }

    /** The plug-in is gone for good, and its empty seats with it. */
    public void forget(String plugin) {
        boolean any = seats.keySet().removeIf(each -> each.plugin().equals(plugin));
        awaited.removeIf(each -> each.plugin().equals(plugin));
        if (off.remove(plugin) || any) {
            changed();
        }
        rows.forEach(row -> row.forget(plugin));
    }

    /** Whether a version of this bundle is in charge somewhere. */
    public boolean inCharge(long bundle) {
        return rows.stream().anyMatch(row -> row.bundlesInCharge().contains(bundle));
    }

    /** Bundles of which a version is in charge somewhere. */
    public Set<Long> inCharge() {
        return rows.stream().flatMap(row -> row.bundlesInCharge().stream()).collect(Collectors.toSet());
    }

    /** Whether a call is still inside a bundle that has left its seats. */
    public boolean visited(long bundle) {
        return left.computeIfPresent(bundle, (id, visits) -> {
                    List<Visit> still =
                            visits.stream().filter(visit -> !visit.isOver()).toList();
                    return still.isEmpty() ? null : still;
                })
                != null;
    }

    /** Those that have come back meanwhile are forgotten, whoever asks about their bundles. */
    void left(long bundle, List<Visit> visits) {
        left.keySet().forEach(this::visited);
        if (!visits.isEmpty()) {
            left.merge(bundle, visits, (some, others) -> Stream.concat(some.stream(), others.stream())
                    .toList());
        }
    }

    boolean expected(SeatName name) {
        return seats.containsKey(name) && !off.contains(name.plugin()) && !stopped.contains(name.plugin());
    }

    Map<SeatName, Map<String, Object>> seats(String type) {
        Map<SeatName, Map<String, Object>> found = new TreeMap<>(seats);
        found.keySet().removeIf(each -> !each.type().equals(type));
        return found;
    }

    /** Somebody sits there. */
    void note(SeatName name, Map<String, Object> properties) {
        Map<String, Object> kept = SeatFile.worthKeeping(properties);
        awaited.remove(name);
        if (!SeatFile.same(kept, seats.put(name, kept))) {
            changed();
        }
    }

    /** Somebody is meant to sit there and cannot yet. */
    void expect(SeatName name, Map<String, Object> properties) {
        if (seats.putIfAbsent(name, SeatFile.worthKeeping(properties)) == null) {
            awaited.add(name);
            changed();
        }
    }

    /** Nobody is meant to sit there after all. */
    void drop(SeatName name) {
        awaited.remove(name);
        if (seats.remove(name) != null) {
            changed();
        }
    }

    /** Tries something again. */
    void later(Runnable task, Duration delay) {
        Future<?> unused = again.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    void add(Row<?> row) {
        rows.add(row);
    }

    void remove(Row<?> row) {
        rows.remove(row);
    }

    private void changed() {
        if (dirty.compareAndSet(false, true)) {
            Future<?> unused = writer.schedule(this::write, WRITTEN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void write() {
        if (dirty.getAndSet(false)) {
            try {
                file.write(new SeatFile.Content(new TreeMap<>(seats), Set.copyOf(off)));
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("{} cannot be written; after a restart absent plug-ins may not be waited for", file, e);
            }
        }
    }

    private static ScheduledExecutorService threads(int most, String name) {
        AtomicInteger numbers = new AtomicInteger();
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(most, task -> {
            Thread thread = new Thread(task, name + "-" + numbers.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        executor.setKeepAliveTime(5, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }
}
