package org.posthouse.core.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.plugin.Breakers;
import org.posthouse.api.plugin.PlugIns;
import org.posthouse.api.plugin.Reason;
import org.posthouse.core.plugins.change.Components;
import org.posthouse.core.plugins.change.Keeper;
import org.posthouse.core.plugins.change.LoaderWatch;
import org.posthouse.core.plugins.change.MeantToRun;
import org.posthouse.core.plugins.change.Records;
import org.posthouse.core.plugins.change.Rules;
import org.posthouse.core.plugins.change.Swap;
import org.posthouse.core.plugins.folder.Found;
import org.posthouse.core.plugins.folder.PlugInFolder;
import org.posthouse.core.plugins.folder.Shelf;
import org.posthouse.core.plugins.seat.SeatBook;
import org.posthouse.lib.disk.FolderWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the folder {@code plugins/} and every change of a plug-in. */
@Component(service = PlugIns.class, immediate = true, configurationPid = "org.posthouse.core.plugins")
@Designate(ocd = PlugInConfiguration.class)
public final class HousePlugIns implements PlugIns {
    private static final Logger LOG = LoggerFactory.getLogger(HousePlugIns.class);
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration LATER = Duration.ofSeconds(1);
    /** A file that grows for longer, or a bundle that does not come up, holds up the start no more. */
    private static final Duration START = Duration.ofSeconds(10);
    /** A change takes so long at most, with all its waits. */
    private static final Duration ONE_CHANGE = Duration.ofSeconds(30);

    private final BundleContext context;
    private final SeatBook book;
    private final LoaderWatch loaders = new LoaderWatch();
    private final PlugInFolder folder;
    private final Swap swap;
    private final Keeper keeper;
    private final Changes changes;
    private final Listing listing;
    private final BundleTimes times;
    private final boolean safe;
    private final String whySafe;
    private final ReentrantLock change = new ReentrantLock(true);
    private final Arrival arrival;
    private final FolderWatch watch;
    private final List<Breakers> breakers = new CopyOnWriteArrayList<>();
    private volatile Duration patience;
    private volatile boolean lookedThrough;
    /** Why the folder could not be read last time, said once. Guarded by {@code change}. */
    private String trouble = "";

    @Activate
    public HousePlugIns(BundleContext context, @Reference SeatBook book, PlugInConfiguration settings)
            throws IOException {
        this(context, book, Path.of(context.getProperty("posthouse.home")), patience(settings));
    }

    HousePlugIns(BundleContext context, SeatBook book, Path home, Duration patience) throws IOException {
        this.context = context;
        this.book = book;
        this.patience = patience;
        this.safe = Boolean.parseBoolean(context.getProperty("posthouse.safe"));
        String why = context.getProperty("posthouse.safe.reason");
        this.whySafe =
                why == null || why.isEmpty() ? "the server was started with --safe, which leaves plugins/ alone" : why;
        Path data = home.resolve("data").resolve("plugins");
        Shelf shelf = new Shelf(data);
        Records records = new Records(data.resolve("running"));
        Rules rules = new Rules(context);
        Components components = new Components(context);
        this.swap = new Swap(context, components, loaders, book, () -> this.patience);
        this.folder = new PlugInFolder(Files.createDirectories(home.resolve("plugins")), shelf, System::nanoTime);
        this.keeper = new Keeper(swap, shelf, records, rules, book);
        this.changes = new Changes(folder, keeper, shelf, records, rules, book);
        this.times = new BundleTimes(context, book, Clock.systemUTC());
        this.listing = new Listing(context, swap, keeper, book, components, loaders, times::since, breakers);
        this.arrival = new Arrival(
                context, context.getBundle().adapt(BundleStartLevel.class).getStartLevel(), System::nanoTime);
        if (safe) {
            // Before anybody hears of it: those that are left out are missed, not stopped by hand.
            keeper.leaveAlone(folder.path(), Arrays.stream(context.getBundles()));
            records.names().forEach(book::giveUp);
            lookedThrough = true;
            if (!Boolean.parseBoolean(context.getProperty("posthouse.offline"))) {
                LOG.warn("started safe: {}", whySafe);
            }
        }
        context.addBundleListener(times);
        keeper.stopThoseOff();
        if (!safe) {
            keeper.adopt(folder.path(), Arrays.stream(context.getBundles()));
        }
        this.watch = new FolderWatch("posthouse-plugins-folder", folder.path(), this::look);
    }

    /** Of those who call plug-ins, as long as they are there. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addBreakers(Breakers one) {
        breakers.add(one);
    }

    void removeBreakers(Breakers one) {
        breakers.remove(one);
    }

    @Modified
    void changed(PlugInConfiguration settings) {
        patience = patience(settings);
    }

    /** What a hand has put out of its range is brought into it. */
    static Duration patience(PlugInConfiguration settings) {
        int seconds = Math.max(1, Math.min(300, settings.offerSeconds()));
        if (seconds != settings.offerSeconds()) {
            LOG.warn("offerSeconds must be 1 to 300, not {}: {} is taken", settings.offerSeconds(), seconds);
        }
        return Duration.ofSeconds(seconds);
    }

    /** What runs goes on: the bundles are the framework's. */
    @Deactivate
    public void close() {
        context.removeFrameworkListener(arrival);
        context.removeBundleListener(times);
        try {
            watch.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        swap.close();
    }

    @Override
    public List<PlugIn> list() {
        return listing.list();
    }

    @Override
    public List<PlugIn> find(String name) {
        return listing.find(name);
    }

    @Override
    public List<Path> files(String name) throws MailException {
        return keeper.files(one(name).name());
    }

    @Override
    public PlugIn install(Path jar) throws MailException {
        return change(() -> changes.install(jar));
    }

    @Override
    public PlugIn update(String name, Path jar) throws MailException {
        String full = one(name).name();
        return change(() -> changes.update(full, jar));
    }

    @Override
    public PlugIn undo(String name) throws MailException {
        return change(one(name).name(), changes::undo);
    }

    @Override
    public PlugIn start(String name) throws MailException {
        return change(one(name).name(), changes::start);
    }

    @Override
    public PlugIn stop(String name) throws MailException {
        return change(one(name).name(), changes::stop);
    }

    @Override
    public void remove(String name) throws MailException {
        String full = one(name).name();
        locked(() -> {
            changes.remove(full);
            return full;
        });
    }

    @Override
    public List<Reason> reasons(String name) throws MailException {
        if (safe && listing.find(name).isEmpty()) {
            return List.of(Reason.of(Reason.Kind.OTHER, name, whySafe));
        }
        PlugIn plugIn = one(name);
        if (safe && plugIn.file().isPresent()) {
            return List.of(Reason.of(Reason.Kind.OTHER, plugIn.name(), whySafe));
        }
        return Stream.concat(listing.why(plugIn).stream(), changes.takenBack(plugIn.name()).stream())
                .toList();
    }

    @Override
    public boolean settled() {
        return arrival.ago(START) || (arrival.ago(Duration.ZERO) && lookedThrough && book.settled() && started());
    }

    /** Uninstalled versions of a plug-in that the garbage collector has not taken yet. */
    long formerInMemory(String name) {
        return loaders.inMemory(name);
    }

    /** Every bundle that is meant to run by now has been started; consoles come when mail is served. */
    private boolean started() {
        int level = context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel();
        return Arrays.stream(context.getBundles())
                .filter(each -> MeantToRun.from(each).orElse(Integer.MAX_VALUE) <= level)
                .filter(each -> Optional.ofNullable(each.adapt(BundleRevision.class))
                        .filter(its -> (its.getTypes() & BundleRevision.TYPE_FRAGMENT) == 0)
                        .isPresent())
                .allMatch(each -> (each.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0);
    }

    /** Says when to look again. */
    private Duration look() {
        loaders.poll();
        if (safe) {
            return LATER;
        }
        change.lock();
        try {
            swap.sweep();
            Map<Path, Found> found = folder.look();
            if (!arrival.ago(Duration.ZERO)) {
                // While the framework starts its bundles nobody else may: it refuses to resolve for two at a time.
                return SOON;
            }
            keeper.reconcile(found);
            if (!lookedThrough && !keeper.waits()) {
                lookedThrough = true;
                keeper.names().forEach(name -> keeper.besideDistribution(name)
                        .forEach(line -> LOG.info("{}: {}", name, line)));
            }
            trouble = "";
            return keeper.waits() ? SOON : LATER;
        } catch (IOException e) {
            if (!e.toString().equals(trouble)) {
                LOG.warn("plugins/ cannot be read and what runs goes on: {}", e.toString());
            }
            trouble = e.toString();
            return LATER;
        } finally {
            change.unlock();
        }
    }

    private PlugIn one(String name) throws MailException {
        List<PlugIn> found = listing.find(name);
        if (found.isEmpty()) {
            throw Changes.refused("there is no plug-in " + name + "; list them to see their names");
        }
        if (found.size() > 1) {
            throw Changes.refused(name + " may be one of "
                    + String.join(", ", found.stream().map(PlugIn::name).toList()));
        }
        return found.get(0);
    }

    private PlugIn change(String name, NamedWork work) throws MailException {
        return change(() -> {
            work.on(name);
            return name;
        });
    }

    private PlugIn change(Work work) throws MailException {
        return one(locked(work));
    }

    private String locked(Work work) throws MailException {
        if (safe) {
            throw Changes.refused(
                    whySafe + "; when the one at fault is removed from that folder, start the server again");
        }
        if (!arrival.ago(Duration.ZERO)) {
            throw MailException.notNow("the server is still starting; try again");
        }
        try {
            if (!change.tryLock(ONE_CHANGE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw MailException.notNow("another plug-in is being changed; try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MailException.notNow(
                    "another plug-in was being changed, and this order was broken off while it waited; nothing was changed"
                            + " by it: look at what runs now, and give the order again",
                    e);
        }
        try {
            return work.name();
        } catch (IOException e) {
            throw MailException.notNow("plugins/ cannot be changed: " + e.getMessage(), e);
        } finally {
            change.unlock();
        }
    }

    /** Returns the name of the plug-in it changed. */
    @FunctionalInterface
    private interface Work {
        String name() throws MailException, IOException;
    }

    @FunctionalInterface
    private interface NamedWork {
        void on(String name) throws MailException, IOException;
    }
}
