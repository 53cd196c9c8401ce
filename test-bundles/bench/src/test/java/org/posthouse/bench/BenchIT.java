package org.posthouse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.bench.report.Results;
import org.posthouse.bench.report.Summary;
import org.posthouse.bench.work.Length;
import org.posthouse.bench.work.Workloads;

/** The whole way of a measurement, as short as can be. */
final class BenchIT {
    private static final Path DISTRIBUTION = Path.of(System.getProperty("posthouse.distribution"));

    @TempDir
    private Path folder;

    @Test
    void theDistributionIsMeasuredAndNothingOfItIsLeft() throws Exception {
        Length length = new Length(0, Duration.ofMillis(500), 1, List.of(2), 10, 1, 0, 0, 0);
        Options options = new Options(
                Workloads.all().stream()
                        .filter(each -> each.name().equals("smtp-1k"))
                        .toList(),
                new Options.Servers(List.of("log"), List.of()),
                length,
                folder.resolve("figures.json"),
                folder,
                Optional.empty());
        Progress progress =
                new Progress(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), false);
        Results results;
        try (Bench bench = new Bench(options, progress)) {
            bench.start(DISTRIBUTION);
            results = bench.measure();
        }
        assertThat(results.failures()).isEmpty();
        assertThat(results.kinds().keySet())
                .extracting(Results.Kind::name)
                .containsExactly("smtp-1k accepted", "smtp-1k visible", "smtp-1k forces", "smtp-1k written");
        for (Map<String, Summary> servers : results.kinds().values()) {
            assertThat(servers).containsKey("posthouse");
            assertThat(servers.values())
                    .allSatisfy(each -> assertThat(each.value()).isNotNegative());
        }
        assertThat(folder).isEmptyDirectory();
    }
}
