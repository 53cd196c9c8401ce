package org.posthouse.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.posthouse.bench.report.Figure;
import org.posthouse.bench.report.Results;
import org.posthouse.bench.server.Disk;
import org.posthouse.bench.server.Measured;
import org.posthouse.bench.server.People;
import org.posthouse.bench.server.PostfixDovecot;
import org.posthouse.bench.server.Posthouse;
import org.posthouse.bench.server.Programs;
import org.posthouse.bench.work.Length;
import org.posthouse.bench.work.Workload;
import org.posthouse.bench.work.Workloads;

/** All servers, measured in turn: while one works, the others rest. They end when it is closed. */
final class Bench implements Closeable {
    /** What a message takes that is sent before anything is measured. */
    private static final Duration WARMING = Duration.ofMillis(4);
    /** So long the disk is forced alone. */
    private static final Duration FORCING = Duration.ofMillis(500);

    private final Options options;
    private final Progress progress;
    private final Path folder;
    private final List<Measured> servers = new ArrayList<>();

    Bench(Options options, Progress progress) throws IOException {
        this.options = options;
        this.progress = progress;
        folder = Files.createTempDirectory(options.folder(), "posthouse-bench");
        // Postfix and Dovecot work as other users than who has started them.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Path folder() {
        return folder;
    }

    /** Starts all servers and warms them. */
    synchronized void start(Path distribution) throws IOException {
        int people = (Workloads.warmings(options.workloads())
                        + runs().size() * options.length().rounds())
                * People.EACH;
        for (String store : options.servers().stores()) {
            progress.say("starting posthouse with store." + store);
            servers.add(Posthouse.start(distribution, folder.resolve("posthouse-" + store), people, store));
        }
        for (String format : options.servers().peers()) {
            progress.say("starting " + format);
            servers.add(PostfixDovecot.start(format, folder.resolve(format), people));
        }
    }

    /** One kind of run. */
    private record Run(Workload workload, int sessions) {}

    private List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        for (Workload workload : options.workloads()) {
            for (int sessions : workload.bySessions() ? options.length().sessions() : List.of(1)) {
                runs.add(new Run(workload, sessions));
            }
        }
        return runs;
    }

    /** How long all of it takes, on a machine that does nothing else. */
    Duration estimate() {
        return allRuns().plus(WARMING.multipliedBy((long) options.length().warm() * servers()));
    }

    private Duration allRuns() {
        Duration all = Duration.ZERO;
        for (Run run : runs()) {
            all = all.plus(run.workload().lasts(options.length()));
        }
        return all.multipliedBy((long) servers() * options.length().rounds());
    }

    private int steps() {
        return servers() * runs().size() * options.length().rounds();
    }

    private int servers() {
        return options.servers().stores().size() + options.servers().peers().size();
    }

    Results measure() {
        Results results = new Results();
        Length length = options.length();
        for (Measured server : servers) {
            String what = "warming " + server.name();
            progress.say(what);
            attempt(results, what, () -> Workloads.warm(server, options.workloads(), length));
        }
        TimeLeft time = new TimeLeft(steps(), allRuns().dividedBy(steps()), System::nanoTime);
        for (Run run : runs()) {
            for (int round = 1; round <= length.rounds(); round++) {
                for (Measured server : servers) {
                    String what = run.workload().name() + ", sessions " + run.sessions() + ", " + server.name()
                            + ", round " + round + " of " + length.rounds();
                    progress.say(time.words() + ": " + what);
                    attempt(results, what, () -> {
                        for (Figure each : run.workload().run(server, run.sessions(), length)) {
                            results.add(server.name(), run.sessions(), each);
                        }
                    });
                    time.stepDone();
                }
                if (run.workload().forces()) {
                    String what = run.workload().name() + ", the disk";
                    attempt(results, what, () -> results.add("disk", run.sessions(), forces(run.workload())));
                }
            }
        }
        progress.done();
        return results;
    }

    /** What the disk could do in the same minutes, of what the servers have asked of it. */
    private Figure forces(Workload workload) throws IOException {
        return Figure.alone(workload.name() + " forces", "/s", new Disk(folder).overwritesPerSecond(FORCING));
    }

    private interface Step {
        void take() throws IOException;
    }

    /** What one server cannot do keeps the others from nothing. */
    private static void attempt(Results results, String what, Step step) {
        try {
            step.take();
        } catch (IOException e) {
            results.failed(what + ": " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        while (!servers.isEmpty()) {
            servers.remove(servers.size() - 1).close();
        }
        if (Files.exists(folder)) {
            Programs.delete(folder);
        }
    }
}
