package org.posthouse.launcher;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.posthouse.launcher.feature.BundleEntry;

/** One framework and its bundles. Started and stopped once. */
final class Server {
    /** How the ids of bundles begin that keep accounts. */
    private static final String DIRECTORY = "org.posthouse:org.posthouse.directory.";

    /** The same of those that keep mail. */
    private static final String STORE = "org.posthouse:org.posthouse.store.";

    /** Up to here are the bundles that serve mail. */
    private static final int MAIL_LEVEL = 5;

    private static final int LAST_LEVEL = 10;

    /** After this the start has failed: a bundle hangs in its activator. */
    private static final Duration RISE_LIMIT = Duration.ofSeconds(60);

    /** After this, with all bundles started, too. */
    private static final Duration READY_LIMIT = Duration.ofSeconds(30);

    private final Bundles files;
    private final Consumer<BundleContext> offers;
    private final Framework framework;
    private final List<String> features;
    private final List<String> started;
    private boolean ending;
    private volatile boolean stopped;

    /** Runs what calls bundles: what these leave in a thread, and give on to threads made there, ends with the server. */
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> new Thread(task, "posthouse-launcher-1"));

    /**
     * With all its features started.
     *
     * @param offers registers what the launcher offers to bundles
     */
    Server(Map<String, String> properties, Bundles files, Consumer<BundleContext> offers) {
        this(properties, files, offers, List.of());
    }

    /**
     * With this feature alone started, and the directories among the chosen ones. The bundles of the others are there, because they
     * describe their settings.
     */
    Server(Map<String, String> properties, Bundles files, String feature) {
        this(properties, files, framework -> {}, List.of(feature));
    }

    private Server(Map<String, String> properties, Bundles files, Consumer<BundleContext> offers, List<String> alone) {
        this.files = files;
        this.offers = offers;
        List<String> chosen = FrameworkProperties.features(properties);
        this.features = Stream.concat(chosen.stream(), alone.stream()).toList();
        this.started = alone.isEmpty() ? chosen : alone;
        this.framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow(() -> new RefusedException("no framework in lib/"))
                .newFramework(properties);
    }

    /** Starts every bundle that serves mail, and returns when each of its listeners accepts, or when that has failed. */
    Outcome serve() throws BundleException, InterruptedException {
        return onOwnThread(this::serveHere);
    }

    private Outcome serveHere() throws BundleException, InterruptedException {
        List<String> unstarted = startHere();
        if (!unstarted.isEmpty()) {
            return Outcome.unready("not ready", unstarted);
        }
        Readiness readiness = new Readiness(context());
        Optional<List<String>> addresses = readiness.await(READY_LIMIT);
        if (addresses.isPresent()) {
            return Outcome.ready(addresses.get());
        }
        if (!readiness.broken().isEmpty()) {
            return Outcome.unready("not ready: no mail could be taken", readiness.broken());
        }
        return readiness.failures().isEmpty()
                ? Outcome.unready(
                        "not ready within " + READY_LIMIT.toSeconds() + " s", new Shortfall(context()).lines())
                : Outcome.taken(readiness.failures());
    }

    /** Returns when every bundle that serves mail was asked to start, with a line for each that did not. */
    List<String> start() throws BundleException, InterruptedException {
        return onOwnThread(this::startHere);
    }

    private List<String> startHere() throws BundleException, InterruptedException {
        initialise();
        offers.accept(context());
        Set<String> toStart = files.of(started).stream().map(BundleEntry::id).collect(Collectors.toSet());
        for (BundleEntry entry : files.of(features)) {
            Bundle bundle = install(entry);
            if ((isBeside(entry) || toStart.contains(entry.id())) && !fragment(bundle)) {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            }
        }
        // A framework that has been stopped would begin once more.
        refuseIfEnding();
        framework.start();
        // Of all together: later nobody is kept from swapping a plug-in because bundles are being resolved.
        framework.adapt(FrameworkWiring.class).resolveBundles(null);
        return rise(MAIL_LEVEL);
    }

    /** Whether it is started whatever its feature: which of them there are is the home's choice. */
    private boolean isBeside(BundleEntry entry) {
        return (entry.id().startsWith(DIRECTORY) && !started.contains(OfflineHouse.SETTINGS))
                || (started.contains(OfflineHouse.WITH_STORE) && entry.id().startsWith(STORE));
    }

    private synchronized void initialise() throws BundleException {
        refuseIfEnding();
        framework.init();
    }

    private synchronized void refuseIfEnding() {
        if (ending) {
            throw new IllegalStateException("told to stop while it starts");
        }
    }

    /** What may come after the first mail: consoles. Returns as {@link #start} does. */
    List<String> startRest() throws BundleException, InterruptedException {
        return onOwnThread(() -> rise(LAST_LEVEL));
    }

    private <R> R onOwnThread(Work<R> work) throws BundleException, InterruptedException {
        try {
            return thread.submit(work::run).get();
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("told to stop", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BundleException failure) {
                throw failure;
            } else if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            } else if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private List<String> rise(int level) throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        framework.adapt(FrameworkStartLevel.class).setStartLevel(level, event -> {
            if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED) {
                reached.countDown();
            }
        });
        if (reached.await(RISE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            return new Laggards(this::bundles).startAgain();
        }
        List<String> hanging = inBetween();
        return hanging.isEmpty()
                ? List.of("its bundles did not start within " + RISE_LIMIT.toSeconds() + " s")
                : hanging;
    }

    /** Those whose time has come; none once it is told to stop: then nothing is to be started. */
    private Stream<Bundle> bundles() {
        int level = framework.adapt(FrameworkStartLevel.class).getStartLevel();
        return framework.getState() == Bundle.ACTIVE
                ? Arrays.stream(context().getBundles())
                        .filter(bundle -> bundle.adapt(BundleStartLevel.class).getStartLevel() <= level)
                : Stream.empty();
    }

    /** How many bundles are up. */
    int serving() {
        return (int)
                bundles().filter(bundle -> bundle.getState() == Bundle.ACTIVE).count();
    }

    /** A line for each bundle that is neither up nor down: a framework that has one does not end. */
    List<String> inBetween() {
        return bundles()
                .filter(bundle -> (bundle.getState() & (Bundle.STARTING | Bundle.STOPPING)) != 0)
                .filter(bundle -> bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID
                        && bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY) == null)
                .map(bundle -> "bundle " + bundle.getSymbolicName() + " neither starts nor stops in time")
                .toList();
    }

    private Bundle install(BundleEntry entry) throws BundleException {
        // By reference: the framework reads the distribution's own file and its cache holds no copy.
        Bundle bundle = context().installBundle("reference:" + files.file(entry).toUri());
        bundle.adapt(BundleStartLevel.class).setStartLevel(entry.startLevel());
        return bundle;
    }

    private static boolean fragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Whether the framework has ended, whoever ended it, within the limit; zero is no limit. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return framework.waitForStop(limit.toMillis()).getType() != FrameworkEvent.WAIT_TIMEDOUT;
    }

    /** Returns when all is stopped, or after the limit; whether nothing runs. Any thread, more than once. */
    boolean stop(Duration limit) {
        synchronized (this) {
            ending = true;
        }
        thread.shutdown();
        try {
            framework.stop();
            stopped = framework.waitForStop(limit.toMillis()).getType() != FrameworkEvent.WAIT_TIMEDOUT;
            if (!stopped) {
                StandardError.line("posthouse: not everything stopped within " + limit.toSeconds() + " s");
            }
        } catch (BundleException e) {
            StandardError.line("posthouse: cannot stop: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return stopped;
    }

    /** Whether it was told to stop and nothing of it runs. */
    boolean stopped() {
        return stopped;
    }

    /** Calls bundles. */
    private interface Work<R> {
        R run() throws BundleException, InterruptedException;
    }
}
