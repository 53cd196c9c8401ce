package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What the trace costs: rounds of mail as fast as it is taken, with the trace there and away in turn. */
@Tag("alone")
@EnabledIfSystemProperty(named = "posthouse.long", matches = "true")
final class TraceCostIT {
    private static final int CONNECTIONS = 8;
    private static final int ROUNDS = 5;
    private static final int WARM = 5;
    private static final Duration ROUND = Duration.ofSeconds(8);
    private static final double TICKS_PER_SECOND = 100;

    @TempDir
    private Path home;

    /** Mails a second; microseconds of processor time a mail, and of the trace's own thread. */
    private record Figures(double rate, double cost, double writer) {}

    @Test
    void aMailCostsLittleMoreWithItsTrace() throws Exception {
        try (Server server = Server.demo(home)) {
            for (int i = 0; i < WARM; i++) {
                round(server);
            }
            List<Figures> with = new ArrayList<>();
            List<Figures> without = new ArrayList<>();
            // There, away, away, there: what grows with time is the same for both.
            for (int i = 0; i < ROUNDS; i++) {
                with.add(round(server));
                trace(server, "disable");
                without.add(round(server));
                without.add(round(server));
                trace(server, "enable");
                with.add(round(server));
            }
            Figures on = median(with);
            Figures off = median(without);
            System.err.printf(
                    "with trace %.0f mails/s, %.0f us each; without %.0f mails/s, %.0f us each: %.1f %% of throughput, %.1f %% of processor time, %.1f %% by its own thread%n",
                    on.rate(),
                    on.cost(),
                    off.rate(),
                    off.cost(),
                    100 * (1 - on.rate() / off.rate()),
                    100 * (on.cost() / off.cost() - 1),
                    100 * on.writer() / on.cost());
            assertThat(on.cost()).isPositive();
        }
    }

    private static void trace(Server server, String change) throws Exception {
        Run run = server.posthouse("shell", "scr:" + change + " org.posthouse.core.trace");
        assertThat(run.status()).as(run.err()).isZero();
    }

    private static Figures round(Server server) throws Exception {
        Path process = Path.of("/proc/" + server.pid());
        long ticks = ticks(process);
        long writer = writer(process);
        long begin = System.nanoTime();
        int taken;
        try (Load load = new Load(
                        server.port(25), CONNECTIONS, 1_000_000, List.of("kate@school.edu", "ron@example.com"))
                .begin()) {
            TimeUnit.NANOSECONDS.sleep(ROUND.toNanos());
            taken = load.end().accepted().size();
            SwapUnderLoadIT.awaitEmptyQueue(server);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Figures(
                taken / seconds,
                (ticks(process) - ticks) / TICKS_PER_SECOND * 1e6 / taken,
                Math.max(0, writer(process) - writer) / TICKS_PER_SECOND * 1e6 / taken);
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

    private static Figures median(List<Figures> all) {
        return new Figures(
                all.stream().mapToDouble(Figures::rate).sorted().toArray()[all.size() / 2],
                all.stream().mapToDouble(Figures::cost).sorted().toArray()[all.size() / 2],
                all.stream().mapToDouble(Figures::writer).sorted().toArray()[all.size() / 2]);
    }
}
