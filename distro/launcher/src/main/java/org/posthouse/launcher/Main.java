package org.posthouse.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleException;
import org.posthouse.launcher.archive.Trial;
import org.posthouse.launcher.feature.FeatureException;

/** {@code posthouse run}. Exit status: 0 stopped as asked, 1 refused or failed, 2 wrong usage. */
public final class Main {
    private Main() {}

    /** Ends by ending the process. */
    public static void main(String[] arguments) {
        PrintStream out = System.out;
        // Standard output carries one line; whatever a library prints goes elsewhere.
        System.setOut(StandardError.stream());
        Ending ending = new Ending();
        Runtime.getRuntime().addShutdownHook(ending);
        int status = run(List.of(arguments), out, ending);
        if (ending.begun()) {
            // It ends the process itself when all is stopped, with its own status.
            pause(Succession.STOP_LIMIT.plusSeconds(1));
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
                Trial.ofThisProcess().withdraw();
                out.println(Options.USAGE);
                out.flush();
                return 0;
            }
            Path distribution =
                    Path.of(System.getProperty("posthouse.dist", ".")).toRealPath();
            Path path = options.home().or(Main::homeOfEnvironment).orElse(distribution);
            Home home = open(path.toAbsolutePath().normalize());
            home.admit(options);
            serve(new Succession(options, distribution, home, ending), out, ending);
            advise(ending, home.path());
        } catch (UsageException e) {
            Trial.ofThisProcess().withdraw();
            StandardError.line("posthouse: " + e.getMessage());
            StandardError.line(Options.USAGE);
            return 2;
        } catch (RefusedException | FeatureException e) {
            Trial.ofThisProcess().withdraw();
            StandardError.line("posthouse: " + e.getMessage());
        } catch (IOException e) {
            StandardError.line("posthouse: cannot start: " + e);
        }
        return 1;
    }

    private static Home open(Path path) throws IOException {
        try {
            return Home.open(path);
        } catch (IOException e) {
            FullDisk.advice(path).ifPresent(advice -> StandardError.line("posthouse: " + advice));
            throw e;
        }
    }

    private static void advise(Ending ending, Path home) {
        if (!ending.begun()) {
            FullDisk.advice(home).ifPresent(advice -> StandardError.line("posthouse: " + advice));
        }
    }

    private static void serve(Succession succession, PrintStream out, Ending ending) {
        try {
            succession.run(out);
        } catch (IOException | BundleException | IllegalStateException e) {
            // A framework that is stopped while it starts says so; then that is no failure.
            if (!ending.begun()) {
                StandardError.line("posthouse: " + (succession.served() ? "the server ends: " : "cannot start: ") + e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<Path> homeOfEnvironment() {
        return Optional.ofNullable(System.getenv("POSTHOUSE_HOME"))
                .filter(h -> !h.isEmpty())
                .map(Path::of);
    }
}
