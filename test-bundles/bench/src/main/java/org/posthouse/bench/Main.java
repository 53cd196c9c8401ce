package org.posthouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.bench.report.Comparison;
import org.posthouse.bench.report.Report;
import org.posthouse.bench.report.Results;
import org.posthouse.bench.report.Table;
import org.posthouse.bench.server.PostfixDovecot;

/** {@code distro/bench}: exit status 0 when all was measured, 1 when something was not, 2 for wrong usage. */
public final class Main {
    private Main() {}

    /** The unpacked distribution and the file for JSON are the properties {@code posthouse.distribution} and {@code posthouse.json}. */
    public static void main(String[] arguments) {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        try {
            Path json = Path.of(System.getProperty("posthouse.json", "bench.json"));
            System.exit(run(Options.of(List.of(arguments), json)));
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.err.print(Options.USAGE);
            System.exit(2);
        } catch (IOException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(1);
        }
    }

    private static int run(Options wanted) throws IOException {
        Options options = wanted;
        Optional<String> obstacle = wanted.servers().peers().isEmpty() ? Optional.empty() : PostfixDovecot.obstacle();
        if (obstacle.isPresent()) {
            System.err.println("without Postfix and Dovecot: " + obstacle.get());
            options = wanted.alone();
        }
        Optional<Comparison> comparison = options.former().isPresent()
                ? Optional.of(Comparison.with(options.former().get()))
                : Optional.empty();
        Instant begun = Instant.now();
        Progress progress = new Progress(System.err, Boolean.getBoolean("posthouse.terminal"));
        Results results;
        Map<String, Object> facts;
        try (Bench bench = new Bench(options, progress)) {
            Thread stop = new Thread(() -> end(bench), "bench-end");
            Runtime.getRuntime().addShutdownHook(stop);
            facts = new Machine(bench.folder()).facts();
            System.out.println(Machine.sentence(facts));
            System.out.println("about " + TimeLeft.words(bench.estimate()) + " on a machine that does nothing else\n");
            bench.start(Path.of(System.getProperty("posthouse.distribution")));
            results = bench.measure();
        }
        System.out.print(Table.of(results));
        Results measured = results;
        comparison.ifPresent(then -> System.out.print("\n" + then.of(measured)));
        results.failures().forEach(System.err::println);
        Path json = options.json().toAbsolutePath();
        Files.createDirectories(json.getParent());
        Files.writeString(json, Report.json(facts, options.facts(begun), results));
        System.out.println("\nas JSON: " + json);
        return results.failures().isEmpty() ? 0 : 1;
    }

    /** Interrupted at the keyboard too, no server stays behind. */
    private static void end(Bench bench) {
        try {
            bench.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
