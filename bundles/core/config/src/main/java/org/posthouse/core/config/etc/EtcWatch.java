package org.posthouse.core.config.etc;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives Config Admin what a hand has changed in {@code etc/}, as soon as the hand is still. */
@Component(service = EtcWatch.class, immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class EtcWatch {
    private static final Logger LOG = LoggerFactory.getLogger(EtcWatch.class);
    /** A file that has not changed for so long is read; one that is missing for so long was deleted. */
    private static final Duration STILL = Duration.ofMillis(100);

    private static final Duration MISSING = Duration.ofMillis(400);
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration LATER = Duration.ofSeconds(1);

    private final EtcStore store;
    private final ConfigurationAdmin admin;
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "posthouse-config-etc"));
    private final Optional<WatchService> watch;
    /** What was seen last of each file, and since when. */
    private final Map<String, Seen> seen = new HashMap<>();
    /** Why the folder could not be looked through last time, said once. */
    private String trouble = "";

    @Activate
    public EtcWatch(@Reference EtcStore store, @Reference ConfigurationAdmin admin) {
        this.store = store;
        this.admin = admin;
        this.watch = watch(store.folder());
        thread.execute(this::run);
    }

    @Deactivate
    public void close() throws InterruptedException {
        end.countDown();
        watch.ifPresent(EtcWatch::close);
        thread.shutdown();
        if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
            LOG.warn("a change of configuration does not end");
        }
    }

    private void run() {
        try {
            while (!await(look() ? SOON : LATER)) {
                LOG.trace("looking again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ClosedWatchServiceException e) {
            LOG.debug("closed", e);
        }
    }

    /** Whether to look again soon. */
    private boolean look() {
        try {
            Map<String, String> stamps = store.stamps();
            long now = System.nanoTime();
            boolean soon = false;
            for (Map.Entry<String, String> each : stamps.entrySet()) {
                soon |= look(each.getKey(), each.getValue(), now);
            }
            for (String pid : store.withoutFile(stamps)) {
                Seen last = seen.get(pid);
                if (last == null || !last.stamp.isEmpty()) {
                    seen.put(pid, new Seen("", now));
                    soon = true;
                } else if (now - last.since >= MISSING.toNanos()) {
                    LOG.info("{} was deleted: back to the defaults", pid);
                    delete(pid);
                } else {
                    soon = true;
                }
            }
            trouble = "";
            return soon;
        } catch (IOException | RuntimeException e) {
            if (!e.toString().equals(trouble)) {
                LOG.warn("etc/ cannot be looked through: {}", e.toString());
            }
            trouble = e.toString();
            return false;
        }
    }

    private boolean look(String pid, String stamp, long now) {
        Seen last = seen.get(pid);
        if (last == null || !last.stamp.equals(stamp)) {
            seen.put(pid, new Seen(stamp, now));
            return true;
        }
        if (last.done) {
            return false;
        }
        if (now - last.since < STILL.toNanos()) {
            return true;
        }
        last.done = true;
        try {
            Optional<Dictionary<String, Object>> changed = store.accept(pid);
            if (changed.isPresent()) {
                update(pid, changed.get());
                LOG.info("{} was edited", pid);
            }
        } catch (IOException | InvalidSyntaxException e) {
            LOG.warn("{} cannot be taken over: {}", pid, e.toString());
        }
        return false;
    }

    private void update(String pid, Dictionary<String, Object> values) throws IOException, InvalidSyntaxException {
        List<Configuration> there = find(pid);
        Optional<String> factory = Values.factory(pid);
        if (!there.isEmpty()) {
            there.get(0).updateIfDifferent(values);
        } else if (factory.isPresent()) {
            admin.getFactoryConfiguration(
                            factory.get(), pid.substring(factory.get().length() + 1), "?")
                    .update(values);
        } else {
            admin.getConfiguration(pid, "?").update(values);
        }
    }

    private void delete(String pid) throws IOException {
        try {
            List<Configuration> there = find(pid);
            for (Configuration each : there) {
                each.delete();
            }
            if (there.isEmpty()) {
                store.delete(pid);
            }
        } catch (InvalidSyntaxException e) {
            throw new IOException(e);
        }
    }

    private List<Configuration> find(String pid) throws IOException, InvalidSyntaxException {
        Configuration[] found = admin.listConfigurations("(service.pid=" + escaped(pid) + ")");
        return found == null ? List.of() : List.of(found);
    }

    static String escaped(String value) {
        return value.replaceAll("([\\\\()*])", "\\\\$1");
    }

    /** Whether it is over. */
    private boolean await(Duration next) throws InterruptedException {
        if (watch.isEmpty()) {
            return end.await(next.toMillis(), TimeUnit.MILLISECONDS);
        }
        WatchKey key = watch.get().poll(next.toMillis(), TimeUnit.MILLISECONDS);
        if (key != null) {
            key.pollEvents();
            key.reset();
        }
        return end.getCount() == 0;
    }

    private static Optional<WatchService> watch(Path folder) {
        try {
            WatchService watch = folder.getFileSystem().newWatchService();
            folder.register(
                    watch,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            return Optional.of(watch);
        } catch (IOException e) {
            LOG.info("{} is looked at now and then only: {}", folder, e.getMessage());
            return Optional.empty();
        }
    }

    private static void close(WatchService watch) {
        try {
            watch.close();
        } catch (IOException e) {
            LOG.debug("not closed", e);
        }
    }

    private static final class Seen {
        final String stamp;
        final long since;
        boolean done;

        Seen(String stamp, long since) {
            this.stamp = stamp;
            this.since = since;
        }
    }
}
