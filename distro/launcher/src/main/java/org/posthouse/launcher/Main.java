package org.posthouse.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.framework.BundleException;
import org.posthouse.launcher.feature.FeatureException;

/** {@code posthouse run}. Exit status: 0 stopped as asked, 1 refused or failed, 2 wrong usage. */
public final class Main {
    /** After this the start has failed. */
    private static final Duration READY_LIMIT = Duration.ofSeconds(30);
    /** By then the start is really over. */
    private static final Duration SETTLED = Duration.ofSeconds(3);
    /** Transactions under way have 10 s of it. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private Main() {}

    /** Ends by ending the process. */
    public static void main(String[] arguments) {
        PrintStream out = System.out;
        // Standard output carries one line; whatever a library prints goes elsewhere.
        System.setOut(System.err);
        Ending ending = new Ending();
        Runtime.getRuntime().addShutdownHook(ending);
        int status = run(List.of(arguments), out, ending);
        if (ending.begun()) {
            // It ends the process itself when all is stopped, with its own status.
            pause(STOP_LIMIT.plusSeconds(1));
        }
        Runtime.getRuntime().halt(status);
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int run(List<String> arguments, PrintStream out, Ending ending) {
        try {
            Options options = Options.parse(arguments);
            if (options.help()) {
                out.println(Options.USAGE);
                out.flush();
                return 0;
            }
            Path distribution =
                    Path.of(System.getProperty("posthouse.dist", ".")).toRealPath();
            Path path = options.home().or(Main::homeOfEnvironment).orElse(distribution);
            try (Home home = Home.open(path.toAbsolutePath().normalize())) {
                return serve(new Server(options, distribution, home), out, ending);
            }
        } catch (UsageException e) {
            System.err.println("posthouse: " + e.getMessage());
            System.err.println(Options.USAGE);
            return 2;
        } catch (RefusedException | FeatureException e) {
            System.err.println("posthouse: " + e.getMessage());
        } catch (IOException | BundleException | IllegalStateException e) {
            // A framework that is stopped while it starts says so; then that is no failure.
            if (!ending.begun()) {
                System.err.println("posthouse: cannot start: " + e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 1;
    }

    private static Optional<Path> homeOfEnvironment() {
        return Optional.ofNullable(System.getenv("POSTHOUSE_HOME"))
                .filter(h -> !h.isEmpty())
                .map(Path::of);
    }

    private static int serve(Server server, PrintStream out, Ending ending)
            throws BundleException, IOException, InterruptedException {
        ending.stops(() -> server.stop(STOP_LIMIT));
        List<String> unstarted = server.start();
        if (!unstarted.isEmpty()) {
            if (!ending.begun()) {
                System.err.println("posthouse: not ready");
                unstarted.forEach(line -> System.err.println("  " + line));
                server.stop(STOP_LIMIT);
            }
            return 1;
        }
        Readiness readiness = new Readiness(server.context());
        Optional<List<String>> addresses = readiness.await(READY_LIMIT);
        if (addresses.isPresent()) {
            out.println(readyLine(addresses.get()));
            out.flush();
            for (String line : server.startRest()) {
                System.err.println("posthouse: " + line);
            }
            if (!server.awaitEnd(SETTLED)) {
                // The heap of the start is given back to the system; at rest a server needs a third of it.
                System.gc();
                server.awaitEnd(Duration.ZERO);
            }
        } else if (!ending.begun()) {
            explain(readiness.failures(), server);
            server.stop(STOP_LIMIT);
        }
        return 1;
    }

    private static void explain(List<String> failures, Server server) {
        if (failures.isEmpty()) {
            System.err.println("posthouse: not ready within " + READY_LIMIT.toSeconds() + " s");
            new Shortfall(server.context()).lines().forEach(line -> System.err.println("  " + line));
        } else {
            failures.forEach(line -> System.err.println("posthouse: " + line));
            System.err.println("posthouse: end what listens there ('ss -ltnp' shows it), or choose another"
                    + " --port-offset or --bind");
        }
    }

    private static String readyLine(List<String> addresses) {
        double seconds = Age.now().toMillis() / 1000.0;
        return String.format(Locale.ROOT, "Posthouse is ready in %.1f s: %s", seconds, String.join(", ", addresses));
    }
}
