package org.posthouse.core.plugins.change;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.posthouse.api.plugin.Reason;
import org.posthouse.core.plugins.folder.PlugInJar;
import org.posthouse.core.plugins.folder.RefusedException;
import org.posthouse.core.plugins.resolve.Lack;
import org.posthouse.core.plugins.resolve.Offer;
import org.posthouse.core.plugins.resolve.Resolution;
import org.posthouse.core.plugins.resolve.Why;
import org.posthouse.core.plugins.seat.SeatBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts one version of a plug-in in another's place: the new one is installed beside the old one and started, and only when it offers
 * all that the old one does, the old one goes. Whatever fails before that leaves the old one as it was.
 */
public final class Swap {
    /** Begins the location of every bundle that came through the folder. */
    static final String LOCATION = "plugins/";

    private static final Logger LOG = LoggerFactory.getLogger(Swap.class);
    private static final String COMPONENT = "component.name";
    /** Longer than any plug-in is given for one call. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(20);

    /** Times the patience with what it offers: to read its files while it starts is no reason to be refused. */
    private static final int TO_COME_UP = 4;

    private static final Duration LOOKED_AT_EVERY = Duration.ofMillis(20);

    private final BundleContext context;
    private final Components components;
    private final Resolution resolution;
    private final LoaderWatch loaders;
    private final SeatBook book;
    private final Supplier<Duration> patience;
    /** On their way out: a thread hangs in their start or stop, or a call is still inside. When such a call is given up. */
    private final Map<Bundle, Long> leaving = new ConcurrentHashMap<>();

    private final LeftThreads leftThreads = new LeftThreads();
    private final Hand hand = new Hand();

    public Swap(
            BundleContext context,
            Components components,
            LoaderWatch loaders,
            SeatBook book,
            Supplier<Duration> patience) {
        this.context = context;
        this.components = components;
        this.resolution = new Resolution(context);
        this.loaders = loaders;
        this.book = book;
        this.patience = patience;
        // What is installed from now on starts and stops with ours. To say so of each bundle would have the framework
        // start it in the
        // background while we do.
        int level = context.getBundle().adapt(BundleStartLevel.class).getStartLevel();
        context.getBundle(0).adapt(FrameworkStartLevel.class).setInitialBundleStartLevel(Math.max(1, level));
    }

    /** Returns the new bundle, active; the old one is gone then, or stopped if it belongs to the distribution. */
    Bundle change(Optional<Bundle> old, PlugInJar jar) throws RefusedException {
        Bundle fresh = install(jar);
        List<Offer> offers = Offer.of(fresh);
        try {
            replace(old, fresh, jar.alone());
        } catch (RefusedException e) {
            throw e.offering(offers);
        }
        return fresh;
    }

    /** Back to a bundle that is installed already. */
    void changeTo(Bundle installed, Optional<Bundle> old) throws RefusedException {
        boolean alone = PlugInJar.alone(installed.getHeaders().get(PlugInJar.SWAP));
        replace(old, installed, alone);
    }

    private void replace(Optional<Bundle> old, Bundle next, boolean alone) throws RefusedException {
        Set<String> offers = offers(old);
        Set<Thread> threads = old.map(OwnThreads::of).orElse(Set.of());
        boolean stopped = false;
        try {
            if (alone && old.isPresent()) {
                resolve(next);
                if (!stop(old.get())) {
                    throw new RefusedException("must run alone, and the version before does not stop");
                }
                stopped = true;
            }
            hand.within(
                    toComeUp(),
                    () -> OwnThreads.mark(next, () -> {
                        startHere(next);
                        awaitOffers(next, offers);
                    }));
        } catch (RefusedException e) {
            takeOut(next);
            if (stopped) {
                start(old.get());
            }
            throw e;
        }
        old.ifPresent(each -> takeOut(each, threads));
    }

    /** What cannot be resolved is told by an attempt to start it. */
    private void resolve(Bundle bundle) throws RefusedException {
        FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
        if (!wiring.resolveBundles(List.of(bundle))) {
            start(bundle);
        }
    }

    /**
     * Stops it, and uninstalls it unless it belongs to the distribution. Its gates see the calls out; if one stays inside, as a delivery
     * may that waits for the answer of another host, it keeps its classes until it has come back. What hangs while it starts or stops
     * may hold that up for as long as it likes, but not us.
     */
    void takeOut(Bundle bundle) {
        takeOut(bundle, OwnThreads.of(bundle));
    }

    private void takeOut(Bundle bundle, Set<Thread> threads) {
        if (!fromFolder(bundle)) {
            stop(bundle);
            return;
        }
        leaving.put(bundle, System.nanoTime() + LONGEST_CALL.toNanos());
        boolean out = hand.finished(toComeUp(), () -> {
            stopHere(bundle);
            if (!book.visited(bundle.getBundleId())) {
                uninstall(bundle);
            }
            leftThreads.note(bundle, threads);
        });
        if (!out) {
            LOG.warn(
                    "{} {} hangs and cannot be taken out; its thread and its classes stay as long as it does",
                    bundle.getSymbolicName(),
                    bundle.getVersion());
        }
    }

    private Duration toComeUp() {
        return patience.get().multipliedBy(TO_COME_UP);
    }

    /** Whether it is to go for good, and only here because a call or a thread is still inside. */
    public boolean lingers(Bundle bundle) {
        return leaving.containsKey(bundle);
    }

    /** Versions of this plug-in that neither start nor stop, and hold a thread. */
    public List<String> hanging(String name) {
        return leaving.keySet().stream()
                .filter(each -> name.equals(each.getSymbolicName()) && !stopped(each))
                .map(each -> each.getVersion().toString())
                .sorted()
                .toList();
    }

    private static boolean stopped(Bundle bundle) {
        return (bundle.getState() & (Bundle.INSTALLED | Bundle.RESOLVED)) != 0;
    }

    /** Those that hang are interrupted once more. */
    public void close() {
        hand.close();
    }

    /** What versions of this plug-in that are gone have left running, in sentences. */
    public List<String> leftRunning(String name) {
        return leftThreads.sentences(name);
    }

    /** Uninstalls those whose last call has come back by now. */
    public void sweep() {
        leftThreads.poll();
        leaving.forEach((bundle, end) -> {
            if (stopped(bundle) && (!book.visited(bundle.getBundleId()) || System.nanoTime() - end >= 0)) {
                uninstall(bundle);
            }
        });
    }

    private void uninstall(Bundle bundle) {
        if (leaving.remove(bundle) == null) {
            return;
        }
        try {
            loaders.watch(bundle);
            bundle.uninstall();
            FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
            // Refreshing others would restart them. Nobody depends on a plug-in that exports nothing.
            if (wiring.getDependencyClosure(List.of(bundle)).size() == 1) {
                wiring.refreshBundles(List.of(bundle));
            }
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("{} {} cannot be uninstalled", bundle.getSymbolicName(), bundle.getVersion(), e);
        }
    }

    void start(Bundle bundle) throws RefusedException {
        hand.within(toComeUp(), () -> OwnThreads.mark(bundle, () -> startHere(bundle)));
    }

    private void startHere(Bundle bundle) throws RefusedException {
        try {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException e) {
            if (e.getType() == BundleException.RESOLVE_ERROR) {
                throw unresolved(bundle, e);
            }
            throw new RefusedException("cannot start: " + reason(e), e);
        } catch (IllegalStateException e) {
            throw new RefusedException("cannot start: " + reason(e), e);
        }
    }

    private RefusedException unresolved(Bundle bundle, BundleException e) {
        List<Lack> lacks = resolution.explain(bundle, e);
        String words = lacks.isEmpty()
                ? "cannot start: " + reason(e)
                : lacks.stream().map(Lack::predicate).collect(Collectors.joining("; "));
        return RefusedException.unresolved(words, e, lacks);
    }

    /** False if it still hangs after some time: it may stop later. */
    boolean stop(Bundle bundle) {
        boolean stopped = hand.finished(toComeUp(), () -> stopHere(bundle));
        if (!stopped) {
            LOG.warn("{} {} hangs and does not stop", bundle.getSymbolicName(), bundle.getVersion());
        }
        return stopped;
    }

    private static void stopHere(Bundle bundle) {
        try {
            bundle.stop();
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("{} {} did not stop properly: {}", bundle.getSymbolicName(), bundle.getVersion(), reason(e));
        }
    }

    public static boolean fromFolder(Bundle bundle) {
        return bundle.getLocation().startsWith(LOCATION);
    }

    private Bundle install(PlugInJar jar) throws RefusedException {
        // The same content may still be installed: in the midst of going.
        String location = LOCATION + jar.name() + "/" + jar.id() + "/" + Long.toString(System.nanoTime(), 36);
        try (InputStream in = Files.newInputStream(jar.copy())) {
            return context.installBundle(location, in);
        } catch (BundleException | IOException | IllegalArgumentException e) {
            throw new RefusedException("cannot be installed: " + reason(e), e);
        }
    }

    private void awaitOffers(Bundle fresh, Set<String> wanted) throws RefusedException {
        long end = System.nanoTime() + patience.get().toNanos();
        while (true) {
            refuseFailed(fresh);
            Set<String> missing = new TreeSet<>(wanted);
            missing.removeAll(usable(fresh));
            if (missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
                List<Reason> reasons = new ArrayList<>(components.lacks(fresh));
                String offers = "does not offer " + String.join(", ", missing) + ", which the version before does";
                reasons.add(0, Reason.of(Reason.Kind.OTHER, fresh.getSymbolicName(), offers));
                throw refused(reasons);
            }
            LockSupport.parkNanos(LOOKED_AT_EVERY.toNanos());
        }
    }

    /** What it offers and can really make. A component that cannot be made is registered nevertheless until somebody asks for it. */
    private Set<String> usable(Bundle bundle) throws RefusedException {
        Set<String> usable = new TreeSet<>();
        for (ServiceReference<?> reference : references(bundle)) {
            if (context.getService(reference) == null) {
                refuseFailed(bundle);
                throw new RefusedException("offers " + names(reference) + " but cannot make it");
            }
            context.ungetService(reference);
            usable.addAll(names(reference));
        }
        return usable;
    }

    private void refuseFailed(Bundle bundle) throws RefusedException {
        List<Reason> failures = components.failures(bundle);
        if (!failures.isEmpty()) {
            throw refused(failures);
        }
    }

    private static RefusedException refused(List<Reason> reasons) {
        return new RefusedException(
                reasons.stream().map(Reason::sentence).collect(Collectors.joining("; ")), Why.of(reasons));
    }

    private static Set<String> offers(Optional<Bundle> bundle) {
        Set<String> all = new TreeSet<>();
        bundle.map(Swap::references).orElse(List.of()).forEach(each -> all.addAll(names(each)));
        return all;
    }

    /** Of its components. What others register in its name, such as listeners to its configuration, comes and goes as they like. */
    private static List<ServiceReference<?>> references(Bundle bundle) {
        ServiceReference<?>[] references = bundle.getRegisteredServices();
        return references == null
                ? List.of()
                : Arrays.stream(references)
                        .filter(each -> each.getProperty(COMPONENT) instanceof String)
                        .toList();
    }

    /** Class and component for each class it is registered under. */
    private static Collection<String> names(ServiceReference<?> reference) {
        String component = String.valueOf(reference.getProperty(COMPONENT));
        return Arrays.stream((String[]) reference.getProperty(Constants.OBJECTCLASS))
                .map(type -> type.substring(type.lastIndexOf('.') + 1) + " (" + component + ")")
                .toList();
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof BundleException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = String.valueOf(cause.getMessage() == null ? cause : cause.getMessage());
        return text.lines().findFirst().orElse("");
    }
}
