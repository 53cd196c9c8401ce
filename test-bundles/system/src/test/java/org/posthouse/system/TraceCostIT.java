package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the trace costs. Under one load without end it is switched on and off by its setting, many times; each stretch with it is held
 * against the one beside it without, so that what else goes on in the machine, and what grows with time, falls on both.
 */
@Tag("alone")
@EnabledIfSystemProperty(named = "posthouse.long", matches = "true")
final class TraceCostIT {
    private static final int CONNECTIONS = 8;
    private static final int PAIRS = Integer.getInteger("posthouse.pairs", 16);
    private static final Duration WARM = Duration.ofSeconds(30);
    private static final Duration STRETCH = Duration.ofMillis(3500);
    private static final List<String> RECIPIENTS = List.of("kate@school.edu", "ron@example.com");
    private static final Duration LOOK = Duration.ofSeconds(60);
    /** Classes of the core whose whole work it is to tell the trace. */
    private static final Set<String> TELLERS = Set.of("Recorder", "Chronicle", "Traces");

    private static final double TICKS_PER_SECOND = 100;

    @TempDir
    private Path home;

    /** Mails accepted a second; microseconds of processor time a mail, of the whole server and of the trace's own thread. */
    private record Figures(double rate, double cost, double writer) {}

    private record Pair(Figures on, Figures off) {
        double throughput() {
            return 100 * (1 - on.rate() / off.rate());
        }

        double processor() {
            return 100 * (on.cost() / off.cost() - 1);
        }

        double writer() {
            return 100 * on.writer() / on.cost();
        }
    }

    @Test
    void aMailCostsLittleMoreWithItsTrace() throws Exception {
        try (Server server = Server.demo(home);
                Load load = new Load(server.port(25), CONNECTIONS, 1_000_000, RECIPIENTS).begin()) {
            TimeUnit.NANOSECONDS.sleep(WARM.toNanos());
            List<Pair> pairs = new ArrayList<>();
            for (int i = 0; i < PAIRS; i++) {
                // On, off, off, on: nobody is always the first.
                Figures first = stretch(server, load, i % 2 == 0);
                Figures second = stretch(server, load, i % 2 != 0);
                Pair pair = i % 2 == 0 ? new Pair(first, second) : new Pair(second, first);
                pairs.add(pair);
                say(
                        "%2d  %6.0f/s %6.0f/s %+6.1f %%   %6.0f us %6.0f us %+6.1f %%   %5.2f %%",
                        i,
                        pair.on().rate(),
                        pair.off().rate(),
                        pair.throughput(),
                        pair.on().cost(),
                        pair.off().cost(),
                        pair.processor(),
                        pair.writer());
            }
            record(server, true);
            double share = share(server);
            say("throughput lost:        %s", spread(pairs, Pair::throughput));
            say("processor time more:    %s", spread(pairs, Pair::processor));
            say("its own thread's share: %s", spread(pairs, Pair::writer));
            assertThat(load.faults()).isEmpty();
            // What others do meanwhile moves the difference of two stretches more than the trace does; not so its
            // share.
            assertThat(share).isLessThan(3);
        }
    }

    /**
     * Percent of the server's processor time that the trace takes: its own thread's, as the kernel counts it, without the log that is made
     * there too; and that of those who tell it, by how often they are met telling. Samples of stacks see Java alone and weigh more than
     * they should: what is known of the own thread by both counts says how much more.
     */
    private double share(Server server) throws Exception {
        Path process = Path.of("/proc/" + server.pid());
        long ticks = ticks(process);
        long writer = writer(process);
        Profile profile = Profile.of(server, LOOK, home, TraceCostIT::place);
        double own = 100.0 * (writer(process) - writer) / (ticks(process) - ticks);
        double scale = own / profile.share("keeps", "mail.log");
        double share = scale * profile.share("keeps", "tells");
        say(
                "of processor time:      %.2f %% for the trace (%.2f %% to tell, %.2f %% to keep it), %.2f %% for mail.log; %d samples",
                share,
                scale * profile.share("tells"),
                scale * profile.share("keeps"),
                scale * profile.share("mail.log"),
                profile.samples());
        return share;
    }

    /** What is done by a thread that has this class on its stack. */
    private static Optional<String> place(String thread, String type) {
        boolean own = thread.startsWith("posthouse-trace");
        if (own && type.endsWith(".core.trace.MailLog")) {
            return Optional.of("mail.log");
        }
        boolean trace = type.contains(".core.trace.")
                || type.contains(".api.trace.")
                || TELLERS.contains(type.substring(type.lastIndexOf('.') + 1));
        return trace ? Optional.of(own ? "keeps" : "tells") : Optional.empty();
    }

    private static void say(String format, Object... words) {
        System.err.println(String.format(Locale.ROOT, format, words));
    }

    /** Median and quartiles. */
    private static String spread(List<Pair> pairs, ToDoubleFunction<Pair> figure) {
        return String.format(
                Locale.ROOT,
                "median %.1f %%, half of the pairs between %.1f and %.1f %%",
                quartile(pairs, figure, 2),
                quartile(pairs, figure, 1),
                quartile(pairs, figure, 3));
    }

    private static double quartile(List<Pair> pairs, ToDoubleFunction<Pair> figure, int number) {
        double[] sorted = pairs.stream().mapToDouble(figure).sorted().toArray();
        return sorted[Math.min(sorted.length - 1, sorted.length * number / 4)];
    }

    private static Figures stretch(Server server, Load load, boolean traced) throws Exception {
        record(server, traced);
        Path process = Path.of("/proc/" + server.pid());
        // What is set acts within the moment; what waited for the disk until then is not to count.
        TimeUnit.MILLISECONDS.sleep(700);
        long ticks = ticks(process);
        long writer = writer(process);
        long before = taken(load);
        long begin = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(STRETCH.toNanos());
        double seconds = (System.nanoTime() - begin) / 1e9;
        long taken = taken(load) - before;
        assertThat(taken).isPositive();
        return new Figures(
                taken / seconds,
                (ticks(process) - ticks) / TICKS_PER_SECOND * 1e6 / taken,
                Math.max(0, writer(process) - writer) / TICKS_PER_SECOND * 1e6 / taken);
    }

    private static void record(Server server, boolean traced) throws Exception {
        Run set = server.posthouse("config", "set", "org.posthouse.core.trace", "record=" + traced);
        assertThat(set.status()).as(set.err()).isZero();
    }

    private static long taken(Load load) {
        return RECIPIENTS.stream()
                .mapToLong(recipient -> load.accepted(recipient).size())
                .sum();
    }

    /** Processor time of the thread that writes the trace; 0 without one. */
    private static long writer(Path process) throws IOException {
        try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
            for (Path task : tasks.toList()) {
                // The kernel knows the first fifteen characters of a name; threads come and go.
                Path name = task.resolve("comm");
                if (Files.exists(name) && Files.readString(name).startsWith("posthouse-trace")) {
                    return ticks(task);
                }
            }
        }
        return 0;
    }

    /** Processor time of a process or thread so far. */
    private static long ticks(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
