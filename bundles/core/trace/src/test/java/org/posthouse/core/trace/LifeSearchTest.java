package org.posthouse.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.trace.Trace.Found;
import org.posthouse.api.trace.Trace.Life;
import org.posthouse.api.trace.Trace.Query;
import org.posthouse.api.trace.Trace.Query.Field;
import org.posthouse.api.trace.Trace.Search;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.testkit.FakeClock;

class LifeSearchTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Set<String> ARRIVALS = Set.of("accepted", "refused");

    @TempDir
    private Path folder;

    private final FakeClock clock = new FakeClock();

    private TraceLog open() throws IOException {
        return new TraceLog(folder, 64 << 20, Duration.ofDays(3650), "run", clock);
    }

    private TraceStep.Builder step(String stage, String id) {
        clock.advance(Duration.ofSeconds(1));
        return TraceStep.at(clock.instant(), stage).queueId(id).connectionId("c" + id);
    }

    /** A mail that is accepted, put off and delivered. */
    private void mail(TraceLog trace, int number) {
        String id = String.format(Locale.ROOT, "Q%06d", number);
        trace.record(step("accepted", id)
                .fact("sender", "ron@example.com")
                .fact("recipients", "kate@school.edu")
                .build());
        trace.record(step(number % 10 == 0 ? "deferred" : "delivered", id)
                .fact("recipient", "kate@school.edu")
                .reply("x".repeat(200))
                .build());
    }

    private static Search stages(String... stages) {
        return new Search(Optional.empty(), Set.of(stages), Optional.empty(), Optional.empty());
    }

    private static Search before(Instant moment) {
        return new Search(Optional.empty(), ARRIVALS, Optional.empty(), Optional.of(moment));
    }

    private static List<String> ids(Found found) {
        return found.lives().stream().map(Life::id).toList();
    }

    @Test
    void theNewestComeFirstWithAllTheirSteps() throws IOException {
        try (TraceLogs logs = new TraceLogs(open())) {
            for (int i = 1; i <= 5; i++) {
                mail(logs.log, i);
            }
            Found found = logs.log.search(stages("accepted"), 2, PATIENCE);
            assertThat(ids(found)).containsExactly("Q000005", "Q000004");
            assertThat(found.lives().get(0).steps())
                    .extracting(TraceStep::stage)
                    .containsExactly("accepted", "delivered");
            assertThat(found.stopped()).contains(found.lives().get(1).found().time());
        }
    }

    @Test
    void pageByPageEveryMailIsFoundOnceHoweverManyFilesTheyLieIn() throws IOException {
        try (TraceLogs logs = new TraceLogs(open())) {
            for (int i = 1; i <= 9_000; i++) {
                mail(logs.log, i);
            }
            List<String> all = new ArrayList<>();
            Optional<Instant> next = Optional.of(clock.instant().plusSeconds(1));
            while (next.isPresent()) {
                Found found = logs.log.search(before(next.get()), 700, PATIENCE);
                all.addAll(ids(found));
                next = found.stopped();
            }
            assertThat(all).hasSize(9_000).doesNotHaveDuplicates().startsWith("Q009000", "Q008999");
            assertThat(folder.toFile().list()).hasSizeGreaterThan(4);
        }
    }

    @Test
    void stageTimeAndQueryAllHaveToFit() throws IOException {
        try (TraceLogs logs = new TraceLogs(open())) {
            for (int i = 1; i <= 40; i++) {
                mail(logs.log, i);
            }
            Instant begin = clock.instant().plusMillis(1);
            for (int i = 41; i <= 80; i++) {
                mail(logs.log, i);
            }
            logs.log.record(step("deferred", "Q000099")
                    .fact("recipient", "ron@example.com")
                    .build());
            // Its sender is told by another step than the one that puts it off.
            Optional<Query> byRon = Optional.of(new Query(Field.ADDRESS, "ron@example.com"));
            Search search = new Search(byRon, Set.of("deferred"), Optional.of(begin), Optional.of(clock.instant()));
            assertThat(ids(logs.log.search(search, 10, PATIENCE)))
                    .containsExactly("Q000080", "Q000070", "Q000060", "Q000050");
            Search later = new Search(byRon, Set.of("deferred"), Optional.of(begin), Optional.empty());
            assertThat(ids(logs.log.search(later, 10, PATIENCE))).hasSize(5).startsWith("Q000099");
        }
    }

    @Test
    void aConnectionThatBroughtNoMailIsFoundByItsOwnName() throws IOException {
        try (TraceLogs logs = new TraceLogs(open())) {
            logs.log.record(TraceStep.at(clock.instant(), "refused")
                    .connectionId("c7")
                    .verdict("connection refused")
                    .fact("client", "192.0.2.7")
                    .build());
            Found found = logs.log.search(stages("refused"), 10, PATIENCE);
            assertThat(ids(found)).containsExactly("c7");
            assertThat(found.stopped()).isEmpty();
        }
    }

    @Test
    void whoHasNoTimeLeftSaysHowFarItCame() throws IOException {
        try (TraceLogs logs = new TraceLogs(open())) {
            for (int i = 1; i <= 9_000; i++) {
                mail(logs.log, i);
            }
            Found found = logs.log.search(stages("no such stage"), 10, Duration.ZERO);
            assertThat(found.lives()).isEmpty();
            assertThat(found.stopped()).isPresent();
            Found further = logs.log.search(
                    new Search(Optional.empty(), Set.of("no such stage"), Optional.empty(), found.stopped()),
                    10,
                    Duration.ZERO);
            assertThat(further.stopped().orElse(Instant.MIN))
                    .isBefore(found.stopped().get());
            assertThat(logs.log.search(stages("no such stage"), 10, PATIENCE)).isEqualTo(Found.NOTHING);
        }
    }

    /** Closes it whatever happens. */
    private record TraceLogs(TraceLog log) implements AutoCloseable {
        @Override
        public void close() {
            log.close();
        }
    }
}
