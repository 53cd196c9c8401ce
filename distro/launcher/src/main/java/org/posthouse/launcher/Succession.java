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
import org.posthouse.launcher.archive.StartArchive;
import org.posthouse.launcher.archive.Trial;
import org.posthouse.launcher.feature.FeatureException;

/**
 * One server after another over one home, in one process: with {@code reload --all} everything but the listening sockets is made anew.
 * Used by the main thread, but for what others ask.
 */
final class Succession {
    /** Transactions under way have 10 s of it. */
    static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    /** How long a restart waits for bundles that are starting or stopping. */
    private static final Duration STILL_LIMIT = Duration.ofSeconds(30);

    private static final long LOOK_MILLIS = 100;
    /** By then a start is really over. */
    private static final int SETTLED = 3;
    /** By then nobody waits for a processor because of the start. */
    private static final int QUIET = 10;
    /** How many seconds nobody may serve a socket, twice. */
    private static final int TEND = 5;

    private final Path distribution;
    private final Home home;
    private final Ending ending;
    private final Sockets sockets = new Sockets();
    private final BlockingQueue<Bundles> wishes = new ArrayBlockingQueue<>(1);
    private volatile Optional<Reloading> reloading = Optional.empty();
    private volatile Optional<Starts> starting = Optional.empty();
    private final Seat seat = new Seat();
    private final Optional<StartArchive> archive;
    private Optional<Bundles> former = Optional.empty();
    private Map<String, String> properties = Map.of();
    private volatile Options options;
    private boolean served;
    private boolean stuck;
    private int reloads;
    private int folder;

    Succession(Options options, Path distribution, Home home, Ending ending) {
        this.options = options;
        this.distribution = distribution;
        this.home = home;
        this.ending = ending;
        this.archive = StartArchive.of(distribution);
    }

    /** Returns when nothing serves any more. The home is let go if nothing runs either; otherwise that is for the end of the process. */
    void run(PrintStream out) throws BundleException, IOException, InterruptedException {
        ending.stops(this::end);
        try {
            begin(out);
        } finally {
            archive.ifPresent(StartArchive::end);
            if (!ending.begun() && !stuck && stop()) {
                letHomeGo();
            }
        }
    }

    /** Whether there was a server that had become ready. */
    boolean served() {
        return served;
    }

    private void begin(PrintStream out) throws BundleException, IOException, InterruptedException {
        forgetReloads();
        Starts starts = Starts.of(home.path());
        String whySafe = options.safe() ? "" : starts.whySafe();
        if (!whySafe.isEmpty()) {
            options = options.safeBecause(whySafe);
            StandardError.line("posthouse: " + whySafe);
        }
        String files = Release.files(distribution);
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
            served = true;
            starts.succeed(options.safe());
            Trial.ofThisProcess().succeed();
            Release.serves(home);
            Release.runs(home, files);
            settle();
            out.println(readyLine(outcome.lines()));
            out.flush();
            new Complaints(seat.server().context()).lines().forEach(line -> StandardError.line("posthouse: " + line));
            attend();
        } else {
            outcome.explain();
            if (outcome.blameless()) {
                Trial.ofThisProcess().withdraw();
                starts.forget();
            } else {
                starts.fail(outcome.reason());
            }
        }
    }

    private Outcome first(Bundles bundles, Starts starts) throws BundleException, InterruptedException {
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
        return seat.take(() -> new Server(its, bundles, this::offer)).serve();
    }

    /** What bundles may ask of the launcher, by types that they know too. */
    private void offer(BundleContext framework) {
        sockets.offer(framework);
        reloading.ifPresent(framework::addBundleListener);
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
        List<String> lines = seat.server().inBetween();
        while (!lines.isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            lines = seat.server().inBetween();
        }
        return lines.stream()
                .map(line -> line + "; 'posthouse stop' and start the server instead")
                .toList();
    }

    /** What comes after the first mail: the console. Mail is taken meanwhile. */
    private void settle() throws BundleException, InterruptedException {
        for (String line : seat.server().startRest()) {
            StandardError.line("posthouse: " + line);
        }
    }

    private void attend() throws BundleException, IOException, InterruptedException {
        for (int seconds = 1; !seat.server().awaitEnd(Duration.ofMillis(1)); seconds++) {
            Bundles next = wishes.poll(1, TimeUnit.SECONDS);
            if (next != null && !ending.begun()) {
                if (!replace(next)) {
                    return;
                }
                seconds = 0;
            }
            if (seconds == SETTLED) {
                // At rest a server needs a third of what its start took.
                Heap.giveBack();
            }
            if (seconds == QUIET) {
                tendArchive();
            }
            if (seconds % TEND == 0) {
                sockets.closeIdle();
                FullDisk.keepRoom(home.path());
            }
        }
    }

    /** Without one a start takes longer, no more. */
    private void tendArchive() {
        try {
            if (archive.isPresent()) {
                archive.get().tend();
            }
        } catch (IOException e) {
            StandardError.line("posthouse: the next start will not be a faster one: " + e);
        }
    }

    /** The next server takes the place of this one, or this one's like comes back. False if nobody serves any more. */
    private boolean replace(Bundles next) throws BundleException, IOException, InterruptedException {
        try (Reloading told = new Reloading(home.path(), seat.server().serving())) {
            reloading = Optional.of(told);
            return replaceBy(next);
        } finally {
            reloading = Optional.empty();
        }
    }

    private boolean replaceBy(Bundles next) throws BundleException, IOException, InterruptedException {
        reloads++;
        Map<String, String> before = properties;
        long asked = System.nanoTime();
        if (!stop()) {
            return endStuck(asked);
        }
        long from = System.nanoTime();
        String files = Release.files(distribution);
        properties = FrameworkProperties.of(options, distribution, home);
        Optional<Bundles> kept = keep(next, 1 - folder);
        Outcome outcome = attempt(next, properties);
        if (outcome.ready()) {
            long millis = Duration.ofNanos(System.nanoTime() - from).toMillis();
            former = kept;
            folder = 1 - folder;
            Release.runs(home, files);
            settle();
            StandardError.line("posthouse: everything was made anew in " + millis + " ms");
            note(new Reloaded(reloads, true, millis, outcome.lines()));
            return true;
        }
        if (stuck) {
            return endStuck(from);
        }
        properties = before;
        return !ending.begun() && comeBack(outcome.reason(), from);
    }

    /** Two servers over one home are never: what was taken in is on the disk, and the process that is started next finds it there. */
    private boolean endStuck(long from) {
        if (!ending.begun()) {
            long millis = Duration.ofNanos(System.nanoTime() - from).toMillis();
            String reason = "what served did not stop, so nothing is started over it: the server ends";
            StandardError.line("posthouse: " + reason);
            note(new Reloaded(reloads, false, millis, List.of(reason)));
        }
        return false;
    }

    private boolean comeBack(String reason, long from) throws BundleException, InterruptedException {
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
        note(new Reloaded(reloads, false, millis, List.of("the new server did not become ready: " + reason + end)));
        return serves;
    }

    /** A note that cannot be written is no reason to end. */
    private void note(Reloaded reloaded) {
        try {
            reloaded.leave(home.path());
        } catch (IOException e) {
            StandardError.line("posthouse: what became of the reload cannot be noted: " + e);
        }
    }

    private void forgetReloads() {
        try {
            Reloaded.remove(home.path());
        } catch (IOException e) {
            StandardError.line("posthouse: the note about a former reload cannot be removed: " + e);
        }
    }

    /** Files that an upgrade replaces are kept for the way back, each time in the other of two folders. */
    private Optional<Bundles> keep(Bundles bundles, int folder) {
        return bundles.keep(FrameworkProperties.features(properties), home.resolve("cache/bundles/" + folder));
    }

    /** What does not become ready is stopped. */
    private Outcome attempt(Bundles bundles, Map<String, String> its) {
        Outcome outcome;
        try {
            outcome = serve(bundles, its);
        } catch (BundleException | FeatureException | RefusedException | IllegalStateException e) {
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

    private boolean stop() {
        boolean stopped = seat.stop(STOP_LIMIT);
        stuck = !stopped;
        return stopped;
    }

    private void letHomeGo() {
        try {
            home.close();
        } catch (IOException e) {
            StandardError.line("posthouse: " + e);
        }
    }

    /** The process was told to end. On the thread that ends it. */
    private void end() {
        archive.ifPresent(StartArchive::end);
        sockets.letGo();
        boolean stopped = seat.close(STOP_LIMIT);
        starting.ifPresent(Starts::forget);
        Trial.ofThisProcess().withdraw();
        if (stopped) {
            letHomeGo();
        }
    }

    private static String readyLine(List<String> addresses) {
        double seconds = Age.now().toMillis() / 1000.0;
        return String.format(Locale.ROOT, "Posthouse is ready in %.1f s: %s", seconds, String.join(", ", addresses));
    }
}
