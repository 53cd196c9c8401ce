package org.posthouse.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.posthouse.launcher.feature.FeatureException;

/**
 * One server after another over one home, in one process: with {@code reload --all} everything but the listening sockets is made anew.
 * Used by the main thread, but for what others ask.
 */
final class Succession {
    /** Transactions under way have 10 s of it. */
    static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    /** How long a restart waits for bundles that are starting or stopping. */
    private static final Duration STILL_LIMIT = Duration.ofSeconds(30);

    private static final long LOOK_MILLIS = 100;
    /** By then a start is really over. */
    private static final int SETTLED = 3;
    /** How many seconds nobody may serve a socket, twice. */
    private static final int TEND = 5;

    private final Path distribution;
    private final Home home;
    private final Ending ending;
    private final Sockets sockets = new Sockets();
    private final BlockingQueue<Bundles> wishes = new ArrayBlockingQueue<>(1);
    private volatile Optional<Starts> starting = Optional.empty();
    private volatile Optional<Server> current = Optional.empty();
    private Optional<Bundles> former = Optional.empty();
    private Map<String, String> properties = Map.of();
    private volatile Options options;
    private int reloads;
    private int folder;

    Succession(Options options, Path distribution, Home home, Ending ending) {
        this.options = options;
        this.distribution = distribution;
        this.home = home;
        this.ending = ending;
    }

    /** Returns when nothing serves any more. */
    void run(PrintStream out) throws BundleException, IOException, InterruptedException {
        ending.stops(this::end);
        Reloaded.remove(home.path());
        Starts starts = Starts.of(home.path());
        String whySafe = options.safe() ? "" : starts.whySafe();
        if (!whySafe.isEmpty()) {
            options = options.safeBecause(whySafe);
            StandardError.line("posthouse: " + whySafe);
        }
        Bundles bundles = Bundles.read(distribution);
        properties = FrameworkProperties.of(options, distribution, home);
        former = keep(bundles, 0);
        starts.begin();
        starting = Optional.of(starts);
        Outcome outcome = first(bundles, starts);
        if (ending.begun()) {
            return;
        }
        starting = Optional.empty();
        if (outcome.ready()) {
            starts.succeed(options.safe());
            out.println(readyLine(outcome.lines()));
            out.flush();
            settle();
            attend();
        } else {
            outcome.explain();
            if (outcome.blameless()) {
                starts.forget();
            } else {
                starts.fail(outcome.reason());
            }
            stop();
        }
    }

    private Outcome first(Bundles bundles, Starts starts) throws BundleException, IOException, InterruptedException {
        try {
            return serve(bundles, properties);
        } catch (FeatureException e) {
            starts.forget();
            throw e;
        } catch (BundleException | IllegalStateException e) {
            if (!ending.begun()) {
                starts.fail("it cannot start: " + e);
            }
            throw e;
        }
    }

    private Outcome serve(Bundles bundles, Map<String, String> its) throws BundleException, InterruptedException {
        Server server = new Server(its, bundles, this::offer);
        current = Optional.of(server);
        return server.serve();
    }

    /** What bundles may ask of the launcher, by types that they know too. */
    private void offer(BundleContext framework) {
        sockets.offer(framework);
        framework.registerService(
                Supplier.class, this::reload, FrameworkUtil.asDictionary(Map.of("posthouse.reload", true)));
    }

    /** On the thread of whoever asks: what speaks against making everything anew; if it is nothing, that begins. */
    private List<String> reload() {
        try {
            Bundles next = Bundles.read(distribution);
            List<String> broken =
                    next.broken(FrameworkProperties.features(FrameworkProperties.of(options, distribution, home)));
            List<String> against = broken.isEmpty() ? inBetween() : broken;
            if (!against.isEmpty()) {
                return against;
            }
            return wishes.offer(next) ? List.of() : List.of("a restart is about to begin already");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("interrupted");
        } catch (IOException | FeatureException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /** Those that neither start nor stop in time: with them a framework does not end. */
    private List<String> inBetween() throws InterruptedException {
        long end = System.nanoTime() + STILL_LIMIT.toNanos();
        List<String> lines = current.map(Server::inBetween).orElse(List.of());
        while (!lines.isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            lines = current.map(Server::inBetween).orElse(List.of());
        }
        return lines;
    }

    /** What comes after the first mail. */
    private void settle() throws BundleException, InterruptedException {
        for (String line : current.orElseThrow().startRest()) {
            StandardError.line("posthouse: " + line);
        }
    }

    private void attend() throws BundleException, IOException, InterruptedException {
        for (int seconds = 1; !current.orElseThrow().awaitEnd(Duration.ofMillis(1)); seconds++) {
            Bundles next = wishes.poll(1, TimeUnit.SECONDS);
            if (next != null && !ending.begun()) {
                if (!replace(next)) {
                    return;
                }
                seconds = 0;
            }
            if (seconds == SETTLED) {
                // The heap of the start is given back to the system; at rest a server needs a third of it.
                System.gc();
            }
            if (seconds % TEND == 0) {
                sockets.closeIdle();
            }
        }
    }

    /** The next server takes the place of this one, or this one's like comes back. False if nobody serves any more. */
    private boolean replace(Bundles next) throws BundleException, IOException, InterruptedException {
        reloads++;
        Map<String, String> before = properties;
        stop();
        long from = System.nanoTime();
        properties = FrameworkProperties.of(options, distribution, home);
        Optional<Bundles> kept = keep(next, 1 - folder);
        Outcome outcome = attempt(next, properties);
        if (outcome.ready()) {
            long millis = Duration.ofNanos(System.nanoTime() - from).toMillis();
            former = kept;
            folder = 1 - folder;
            settle();
            StandardError.line("posthouse: everything was made anew in " + millis + " ms");
            new Reloaded(reloads, true, millis, outcome.lines()).leave(home.path());
            return true;
        }
        properties = before;
        return !ending.begun() && comeBack(outcome.reason(), from);
    }

    private boolean comeBack(String reason, long from) throws BundleException, IOException, InterruptedException {
        Optional<Outcome> back = former.map(bundles -> attempt(bundles, properties));
        boolean serves = back.map(Outcome::ready).orElse(false);
        String end = serves
                ? "; what was there before serves again"
                : "; and what was there before does not serve any more: the server ends";
        StandardError.line("posthouse: the new server did not become ready: " + reason + end);
        if (serves) {
            settle();
        } else {
            sockets.letGo();
        }
        long millis = Duration.ofNanos(System.nanoTime() - from).toMillis();
        new Reloaded(reloads, false, millis, List.of("the new server did not become ready: " + reason + end))
                .leave(home.path());
        return serves;
    }

    /** Files that an upgrade replaces are kept for the way back, each time in the other of two folders. */
    private Optional<Bundles> keep(Bundles bundles, int folder) throws IOException {
        return bundles.keep(FrameworkProperties.features(properties), home.resolve("cache/bundles/" + folder));
    }

    /** What does not become ready is stopped. */
    private Outcome attempt(Bundles bundles, Map<String, String> its) {
        Outcome outcome;
        try {
            outcome = serve(bundles, its);
        } catch (BundleException | FeatureException | IllegalStateException e) {
            outcome = Outcome.unready("cannot start: " + e.getMessage(), List.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome = Outcome.unready("interrupted", List.of());
        }
        if (!outcome.ready()) {
            stop();
        }
        return outcome;
    }

    private void stop() {
        current.ifPresent(server -> server.stop(STOP_LIMIT));
    }

    /** The process was told to end. On the thread that ends it. */
    private void end() {
        try {
            sockets.letGo();
            stop();
            Optional<Starts> cut = starting;
            if (cut.isPresent()) {
                cut.get().forget();
            }
            home.close();
        } catch (IOException e) {
            StandardError.line("posthouse: " + e);
        }
    }

    private static String readyLine(List<String> addresses) {
        double seconds = Age.now().toMillis() / 1000.0;
        return String.format(Locale.ROOT, "Posthouse is ready in %.1f s: %s", seconds, String.join(", ", addresses));
    }
}
