package org.posthouse.core.config.etc;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.felix.cm.PersistenceManager;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.core.config.seed.Seeds;
import org.posthouse.core.config.setting.Checks;
import org.posthouse.core.config.setting.WrongSettingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Config Admin keeps, kept in {@code etc/}. A file that somebody has made unusable is left alone, and the values before stay in
 * force, also over a restart: the last good ones are kept beside.
 */
@Component(
        service = {PersistenceManager.class, EtcStore.class},
        immediate = true,
        property = PersistenceManager.PROPERTY_NAME + "=posthouse",
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class EtcStore implements PersistenceManager {
    private static final Logger LOG = LoggerFactory.getLogger(EtcStore.class);

    private final EtcFolder etc;
    private final EtcFolder good;
    private final Checks checks;
    private final History history;
    private final ThreadLocal<Author> author = ThreadLocal.withInitial(() -> Author.OTHER);
    private final Map<String, Map<String, Object>> inForce = new TreeMap<>();
    /** Reasons by PID. */
    private final Map<String, String> broken = new TreeMap<>();

    private final Lock turn = new ReentrantLock(true);
    /** Who gives Config Admin what was found in files. */
    private volatile Optional<Thread> giver = Optional.empty();
    /** Config Admin has them without values. */
    private final Map<String, Dictionary<String, Object>> fresh = new HashMap<>();

    @Activate
    public EtcStore(BundleContext context, @Reference Checks checks) throws IOException {
        this(Path.of(context.getProperty("posthouse.home")), Seeds.of(context), checks);
    }

    public EtcStore(Path home, Seeds seeds, Checks checks) throws IOException {
        this.etc = new EtcFolder(home.resolve("etc"));
        this.good = new EtcFolder(home.resolve("data").resolve("config"));
        this.checks = checks;
        this.history = new History(good.path().resolve("history"), Clock.systemUTC());
        for (String pid : etc.stamps().keySet()) {
            begin(pid, read(pid));
        }
        for (Map.Entry<String, Map<String, Object>> seed :
                seeds.due(inForce.keySet()).entrySet()) {
            if (!broken.containsKey(seed.getKey())) {
                put(seed.getKey(), seed.getValue());
            }
        }
        seeds.sown();
    }

    @Override
    public synchronized boolean exists(String pid) {
        return inForce.containsKey(pid) || fresh.containsKey(pid);
    }

    @Override
    public synchronized Dictionary<String, Object> load(String pid) throws IOException {
        Map<String, Object> values = inForce.get(pid);
        if (values != null) {
            return Values.forAdmin(pid, values);
        }
        if (fresh.containsKey(pid)) {
            return fresh.get(pid);
        }
        throw new IOException("no configuration " + pid);
    }

    @Override
    public synchronized Enumeration<Dictionary<String, Object>> getDictionaries() {
        List<Dictionary<String, Object>> all = new ArrayList<>(fresh.values());
        inForce.forEach((pid, values) -> all.add(Values.forAdmin(pid, values)));
        return Collections.enumeration(all);
    }

    /** Does something whose changes are recorded as made by this author. */
    public <E extends Exception> void as(Author who, Deed<E> deed) throws E {
        author.set(who);
        try {
            deed.run();
        } finally {
            author.remove();
        }
    }

    /** What was changed. */
    public History history() {
        return history;
    }

    /** Held by who reads values and then changes them, so that he changes what he has read. Others than ours do not hold it. */
    public Lock turn() {
        return turn;
    }

    /**
     * Does what gives Config Admin the values of a file; fails with {@link ChangedMeanwhileException} if others have come since, for
     * these are not to be undone. By one thread only.
     */
    void give(Giving giving) throws IOException {
        giver = Optional.of(Thread.currentThread());
        try {
            giving.run();
        } finally {
            giver = Optional.empty();
        }
    }

    /**
     * Fails if a value does not fit its description, or if a hand is at the file. The cause is a {@link MailException} then, PERMANENT or
     * CONFLICT: others than ours understand that through Config Admin.
     */
    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // as Config Admin gives it
    public synchronized void store(String pid, Dictionary properties) throws IOException {
        if (Values.isNew(properties)) {
            fresh.put(pid, properties);
            return;
        }
        Map<String, Object> values = Values.ofAdmin(pid, properties);
        if (!Values.same(values, inForce.getOrDefault(pid, Map.of())) || !inForce.containsKey(pid)) {
            if (giver.equals(Optional.of(Thread.currentThread()))) {
                throw new ChangedMeanwhileException(pid + " has been changed since its file was read");
            }
            Look now = read(pid);
            if (!now.usable()) {
                throw refused(
                        MailException.Kind.CONFLICT,
                        "etc/" + etc.file(pid).getFileName() + " " + now.trouble()
                                + "; it is left alone until it is corrected or deleted",
                        Optional.empty());
            }
            if (now.values().isPresent() && !Values.same(now.values().get(), inForce.getOrDefault(pid, Map.of()))) {
                throw new ChangedMeanwhileException(
                        "etc/" + etc.file(pid).getFileName() + " has been edited just now; try again");
            }
            check(pid, values);
            write(pid, values);
        }
        fresh.remove(pid);
    }

    @Override
    public synchronized void delete(String pid) throws IOException {
        fresh.remove(pid);
        boolean unusable = broken.remove(pid) != null;
        Optional<Map<String, Object>> before = Optional.ofNullable(inForce.remove(pid));
        if (before.isPresent() || unusable) {
            etc.delete(pid);
            good.delete(pid);
        }
        if (before.isPresent()) {
            history.add(author.get(), pid, before, Optional.empty());
        }
    }

    Path folder() {
        return etc.path();
    }

    Map<String, String> stamps() throws IOException {
        return etc.stamps();
    }

    /** PIDs that are in force, or blamed, though their file is gone. */
    synchronized List<String> withoutFile(Map<String, String> stamps) {
        return Stream.concat(inForce.keySet().stream(), broken.keySet().stream())
                .distinct()
                .filter(pid -> !stamps.containsKey(pid))
                .toList();
    }

    /** Looks at a file that has changed: whether other values are in force now than before. */
    synchronized boolean accept(String pid) throws IOException {
        Look now = judged(pid, read(pid));
        if (now.usable() && now.values().isEmpty()) {
            return false;
        }
        Map<String, Object> before = inForce.getOrDefault(pid, Map.of());
        boolean had = inForce.containsKey(pid);
        load(pid, now);
        Map<String, Object> after = inForce.getOrDefault(pid, Map.of());
        return had != inForce.containsKey(pid) || !Values.same(before, after);
    }

    /** What is wrong in {@code etc/}, by PID. */
    public synchronized Map<String, String> broken() {
        Map<String, String> all = new TreeMap<>();
        broken.forEach((pid, trouble) -> all.put(pid, "etc/" + etc.file(pid).getFileName() + " " + trouble));
        return all;
    }

    private void check(String pid, Map<String, Object> values) throws IOException {
        try {
            checks.check(pid, values);
        } catch (WrongSettingException e) {
            throw refused(MailException.Kind.PERMANENT, pid + ": " + e.getMessage(), Optional.of(e));
        }
    }

    private static IOException refused(MailException.Kind kind, String why, Optional<Throwable> cause) {
        return new IOException(why, new MailException(kind, new Status(5, 3, 5), why, cause.orElse(null)));
    }

    private void write(String pid, Map<String, Object> values) throws IOException {
        Optional<Map<String, Object>> before = Optional.ofNullable(inForce.get(pid));
        put(pid, values);
        history.add(author.get(), pid, before, Optional.of(values));
    }

    private void put(String pid, Map<String, Object> values) throws IOException {
        etc.write(pid, values);
        good.write(pid, values);
        inForce.put(pid, values);
        broken.remove(pid);
    }

    /** Values nobody has judged yet, for descriptions come later, are in force but do not replace the last good ones. */
    private void begin(String pid, Look found) throws IOException {
        if (found.usable() && found.values().isPresent()) {
            inForce.put(pid, found.values().get());
        } else {
            load(pid, found);
        }
    }

    /** Takes over what was found, or the last good values for what cannot be used. */
    private void load(String pid, Look found) throws IOException {
        if (found.usable() && found.values().isPresent()) {
            if (broken.remove(pid) != null) {
                LOG.info("{} is good again", etc.file(pid));
            }
            inForce.put(pid, found.values().get());
            Optional<Map<String, Object>> before = good.read(pid);
            // Lists are arrays, which are equal to none but themselves.
            if (before.isEmpty() || !Values.same(before.get(), found.values().get())) {
                good.write(pid, found.values().get());
                history.add(Author.FILE, pid, before, found.values());
            }
        } else if (!found.usable()) {
            if (!found.trouble().equals(broken.put(pid, found.trouble()))) {
                LOG.warn("{} {}; the values before stay in force", etc.file(pid), found.trouble());
            }
            Optional<Map<String, Object>> last = good.read(pid);
            if (last.isPresent()) {
                inForce.put(pid, last.get());
            }
        }
    }

    private Look read(String pid) throws IOException {
        try {
            return new Look(etc.read(pid), "");
        } catch (BrokenFileException e) {
            return new Look(Optional.empty(), e.getMessage());
        }
    }

    private Look judged(String pid, Look found) {
        try {
            checks.check(pid, found.values().orElse(Map.of()));
            return found;
        } catch (WrongSettingException e) {
            return new Look(Optional.empty(), "says " + e.getMessage());
        }
    }

    /** Changes a configuration in Config Admin. */
    interface Giving {
        void run() throws IOException;
    }

    /** Something that changes configurations. */
    @FunctionalInterface
    public interface Deed<E extends Exception> {
        void run() throws E;
    }

    /** What a file holds; with an empty trouble it is usable. */
    private record Look(Optional<Map<String, Object>> values, String trouble) {
        boolean usable() {
            return trouble.isEmpty();
        }
    }
}
