package org.posthouse.core.config.etc;

import java.io.IOException;
import java.time.Duration;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.lib.disk.FolderWatch;
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
    /** What was seen last of each file, and since when. */
    private final Map<String, Seen> seen = new HashMap<>();
    /** Why the folder could not be looked through last time, said once. */
    private String trouble = "";

    private final FolderWatch watch;

    @Activate
    public EtcWatch(@Reference EtcStore store, @Reference ConfigurationAdmin admin) {
        this.store = store;
        this.admin = admin;
        this.watch = new FolderWatch("posthouse-config-etc", store.folder(), () -> look() ? SOON : LATER);
    }

    @Deactivate
    public void close() throws InterruptedException {
        watch.close();
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
                    deleteUnlessWritten(pid);
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
        store.turn().lock();
        try {
            boolean edited = store.accept(pid);
            if (edited || !inForce(pid)) {
                store.give(() -> update(pid, store.load(pid)));
            }
            if (edited) {
                LOG.info("{} was edited", pid);
            }
        } catch (ChangedMeanwhileException e) {
            LOG.debug("{} is looked at again", pid, e);
            seen.remove(pid);
            return true;
        } catch (IOException e) {
            LOG.warn("{} cannot be taken over: {}", pid, e.toString());
        } finally {
            store.turn().unlock();
        }
        return false;
    }

    /** Whether Config Admin has what its file says: of two changes at once it may have kept the one that came first. */
    private boolean inForce(String pid) throws IOException {
        if (!store.exists(pid)) {
            return true;
        }
        Map<String, Object> wanted = Values.ofAdmin(pid, store.load(pid));
        return find(pid).stream()
                .map(Configuration::getProperties)
                .anyMatch(its -> its != null && Values.same(wanted, Values.ofAdmin(pid, its)));
    }

    private void update(String pid, Dictionary<String, Object> values) throws IOException {
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

    /** Somebody may have set it at this very moment. */
    private void deleteUnlessWritten(String pid) throws IOException {
        store.turn().lock();
        try {
            if (!store.stamps().containsKey(pid)) {
                LOG.info("{} was deleted: back to the defaults", pid);
                store.as(Author.FILE, () -> delete(pid));
            }
        } finally {
            store.turn().unlock();
        }
    }

    private void delete(String pid) throws IOException {
        List<Configuration> there = find(pid);
        for (Configuration each : there) {
            each.delete();
        }
        if (there.isEmpty()) {
            store.delete(pid);
        }
    }

    private List<Configuration> find(String pid) throws IOException {
        try {
            Configuration[] found = admin.listConfigurations("(service.pid=" + escaped(pid) + ")");
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IOException(e);
        }
    }

    static String escaped(String value) {
        return value.replaceAll("([\\\\()*])", "\\\\$1");
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
