package org.posthouse.core.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.trace.Trace.Query;
import org.posthouse.api.trace.Trace.Query.Field;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.lib.disk.RunCounts;
import org.posthouse.testkit.Await;
import org.posthouse.testkit.FakeClock;
import org.slf4j.LoggerFactory;

class TraceLogTest {
    private static final long MEGABYTE = 1 << 20;

    @TempDir
    private Path folder;

    private final FakeClock clock = new FakeClock();

    private TraceLog open() throws IOException {
        return open(MEGABYTE);
    }

    private TraceLog open(long bytes) throws IOException {
        return new TraceLog(folder, bytes, Duration.ofDays(3650), "run", clock);
    }

    private TraceStep.Builder step(String stage) {
        clock.advance(Duration.ofMillis(1));
        return TraceStep.at(clock.instant(), stage).fact("client", "192.0.2.1");
    }

    /** Two mails of connection c1 and one of c2. */
    private void someMails(TraceLog trace) {
        trace.record(step("connect").connectionId("c1").by("f", "1", "").build());
        trace.record(step("reversePath")
                .connectionId("c1")
                .queueId("Q1")
                .fact("sender", "Ron@Example.com")
                .build());
        trace.record(
                step("connect").connectionId("c2").fact("client", "2001:db8::1").build());
        trace.record(step("accepted")
                .connectionId("c1")
                .queueId("Q1")
                .fact("recipients", "kate@school.edu ron@school.edu")
                .fact("message-id", "<one@example.com>")
                .build());
        trace.record(step("refused")
                .connectionId("c1")
                .queueId("Q2")
                .fact("recipient", "kate@school.edu")
                .build());
        trace.record(step("accepted").connectionId("c2").queueId("Q3").build());
        trace.record(step("delivered")
                .queueId("Q1")
                .fact("recipient", "kate@school.edu")
                .build());
    }

    private static List<String> find(TraceLog trace, Field field, String value) {
        return trace.find(new Query(field, value), 100).stream()
                .map(step -> step.stage() + step.queueId().map(id -> " " + id).orElse(""))
                .toList();
    }

    private static void everythingIsFound(TraceLog trace) {
        List<String> first = List.of("connect", "reversePath Q1", "accepted Q1", "delivered Q1");
        List<String> both = List.of("connect", "reversePath Q1", "accepted Q1", "refused Q2", "delivered Q1");
        assertThat(find(trace, Field.ID, "Q1")).isEqualTo(first);
        assertThat(find(trace, Field.ID, "c1")).isEqualTo(both);
        assertThat(find(trace, Field.MESSAGE_ID, "<One@example.com>")).isEqualTo(first);
        assertThat(find(trace, Field.MESSAGE_ID, "one@example.com")).isEqualTo(first);
        assertThat(find(trace, Field.ADDRESS, "ron@example.com")).isEqualTo(first);
        assertThat(find(trace, Field.ADDRESS, "ron@school.edu")).isEqualTo(first);
        assertThat(find(trace, Field.ADDRESS, "kate@school.edu")).isEqualTo(both);
        assertThat(find(trace, Field.CLIENT, "2001:db8::1")).isEqualTo(List.of("connect"));
        assertThat(find(trace, Field.ID, "Q9")).isEmpty();
    }

    @Test
    void stepsAreFoundAtOnce() throws IOException {
        TraceLog trace = open();
        someMails(trace);
        everythingIsFound(trace);
        trace.close();
    }

    @Test
    void stepsAreFoundAfterARestart() throws IOException {
        TraceLog before = open();
        someMails(before);
        before.close();
        TraceLog after = open();
        everythingIsFound(after);
        after.record(step("deferred").queueId("Q3").build());
        assertThat(find(after, Field.ID, "Q3")).containsExactly("connect", "accepted Q3", "deferred Q3");
        after.close();
    }

    @Test
    void stepsReachTheFileByThemselves() throws IOException {
        TraceLog killed = open();
        someMails(killed);
        Await.until("written", () -> {
            try (Stream<Path> files = Files.list(folder)) {
                return files.anyMatch(file -> file.toFile().length() > 0);
            }
        });
        TraceLog after = open();
        everythingIsFound(after);
        after.close();
        killed.close();
    }

    @Test
    void aStepComesBackWhole() throws IOException {
        TraceLog trace = open();
        TraceStep step = step("message")
                .queueId("Q1")
                .connectionId("c1")
                .by("org.posthouse.filter.x", "1.2.3", "abcdef")
                .verdict("points SPAM 2.5 caf\u00e9")
                .reply("550 5.7.1 no")
                .micros(1234)
                .fact("subject", "x".repeat(10_000))
                .build();
        trace.record(step);
        trace.close();
        TraceStep read = open().find(new Query(Field.ID, "Q1"), 1).get(0);
        assertThat(read.time()).isEqualTo(step.time());
        assertThat(read.plugin() + read.version() + read.config()).isEqualTo("org.posthouse.filter.x1.2.3abcdef");
        assertThat(read.verdict()).isEqualTo(step.verdict());
        assertThat(read.reply()).isEqualTo(step.reply());
        assertThat(read.micros()).isEqualTo(1234);
        assertThat(read.connectionId()).isEqualTo(Optional.of("c1"));
        assertThat(read.facts().get("subject")).hasSize(TraceStep.LONGEST).endsWith(" … (cut, 10000 characters)");
    }

    @Test
    void theLongestStepThereCanBeComesBackWhole() throws IOException {
        String longest = "\u20ac".repeat(10_000);
        TraceStep.Builder made = step("message").queueId("Q1").verdict(longest).reply(longest);
        for (int i = 0; i < 100; i++) {
            made.fact(i + longest, longest);
        }
        TraceStep step = made.build();
        TraceLog trace = open();
        trace.record(step);
        trace.record(step("accepted").queueId("Q1").build());
        trace.close();
        TraceLog after = open();
        List<TraceStep> read = after.find(new Query(Field.ID, "Q1"), 10);
        assertThat(read).extracting(TraceStep::stage).containsExactly("message", "accepted");
        assertThat(read.get(0).facts().get("left-out")).isEqualTo("37 more facts");
        assertThat(read.get(0).facts().equals(step.facts())).isTrue();
        after.close();
    }

    @Test
    void theNewestAreFoundWhenThereAreMoreThanWanted() throws IOException {
        TraceLog trace = open();
        for (int i = 0; i < 100; i++) {
            trace.record(step("deferred").queueId("Q1").micros(i).build());
        }
        assertThat(trace.find(new Query(Field.ID, "Q1"), 3))
                .extracting(TraceStep::micros)
                .containsExactly(97L, 98L, 99L);
        assertThat(trace.find(new Query(Field.ID, "Q1"), 0)).isEmpty();
        trace.close();
    }

    @Test
    void theOldestGoForSize() throws IOException {
        TraceLog trace = open(MEGABYTE);
        for (int i = 0; i < 20_000; i++) {
            trace.record(step("accepted")
                    .queueId("Q" + i)
                    .fact("sender", "s" + i + "@example.com")
                    .build());
        }
        assertThat(find(trace, Field.ID, "Q19999")).hasSize(1);
        assertThat(find(trace, Field.ADDRESS, "s19000@example.com")).hasSize(1);
        assertThat(find(trace, Field.ID, "Q0")).isEmpty();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isBetween(MEGABYTE / 2, MEGABYTE);
        }
        trace.close();
    }

    @Test
    void theOldestGoForAge() throws IOException {
        TraceLog before = open();
        someMails(before);
        before.close();
        Path file = folder.resolve("trace-0000000000.log");
        Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(Duration.ofDays(4000))));
        TraceLog after = open();
        Await.until("gone", () -> Files.notExists(file));
        assertThat(find(after, Field.ID, "Q1")).isEmpty();
        after.close();
    }

    @Test
    void damageHidesWhatFollowsItInItsSegmentAlone() throws IOException {
        TraceLog before = open();
        someMails(before);
        before.close();
        Path file = folder.resolve("trace-0000000000.log");
        byte[] octets = Files.readAllBytes(file);
        octets[octets.length - 5] ^= 1;
        Files.write(file, octets);
        TraceLog after = open();
        assertThat(find(after, Field.ID, "Q1")).containsExactly("connect", "reversePath Q1", "accepted Q1");
        after.record(step("failed").queueId("Q1").build());
        assertThat(find(after, Field.ID, "Q1")).endsWith("failed Q1");
        after.close();
    }

    @Test
    void onADiskThatIsNearlyFullTheTraceStopsGrowingAndGoesOnLater() throws IOException {
        AtomicBoolean room = new AtomicBoolean();
        int most = 5000;
        try (Closing trace = new Closing(new TraceLog(
                new TraceFiles(folder, MEGABYTE, Duration.ofDays(3650), room::get, clock),
                new RunCounts(folder.resolve("totals"), "run"),
                clock))) {
            for (int i = 0; i < most; i++) {
                trace.log().record(step("accepted").queueId("Q1").build());
            }
            assertThat(find(trace.log(), Field.ID, "Q1")).isNotEmpty().hasSizeLessThan(most);
            assertThat(folder).isEmptyDirectory();
            room.set(true);
            trace.log().record(step("delivered").queueId("Q1").build());
            assertThat(find(trace.log(), Field.ID, "Q1")).endsWith("delivered Q1");
            assertThat(folder).isNotEmptyDirectory();
        }
    }

    /** Ends it with the test. */
    private record Closing(TraceLog log) implements AutoCloseable {
        @Override
        public void close() {
            log.close();
        }
    }

    @Test
    void aFullTraceIsSearchedToItsOldestStep() throws IOException {
        TraceLog trace = open(64 * MEGABYTE);
        List<TraceStep> steps = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            steps.add(step("accepted")
                    .queueId("Q" + i)
                    .connectionId("c" + i)
                    .by("org.posthouse.core.pipeline", "1.0.0", "")
                    .fact("sender", "s" + i + "@example.com")
                    .fact("message-id", "<m" + i + "@example.com>")
                    .build());
        }
        long begin = System.nanoTime();
        steps.forEach(trace::record);
        long each = (System.nanoTime() - begin) / steps.size();
        for (int round = 0; round < 5; round++) {
            trace.find(new Query(Field.ID, "none"), 1);
            steps.forEach(trace::record);
        }
        long searched = System.nanoTime();
        assertThat(find(trace, Field.MESSAGE_ID, "m17@example.com")).hasSize(6);
        long search = System.nanoTime() - searched;
        LoggerFactory.getLogger(TraceLogTest.class)
                .warn("{} ns a step, a search in {}", each, Duration.ofNanos(search));
        trace.close();
    }

    @Test
    void aDiskThatTakesNothingLosesNoNewSteps() throws IOException {
        TraceLog trace = open();
        Files.delete(folder);
        someMails(trace);
        everythingIsFound(trace);
        assertThat(clock.instant()).isAfter(Instant.EPOCH);
        trace.close();
    }

    @Test
    void theLatestMailsComeFirstAlsoAfterARestart() throws Exception {
        try (Closing trace = new Closing(open())) {
            someMails(trace.log());
            assertThat(trace.log().latest(10)).containsExactly("Q1", "Q3", "Q2");
            assertThat(trace.log().latest(2)).containsExactly("Q1", "Q3");
            assertThat(trace.log().latest(0)).isEmpty();
        }
        try (Closing trace = new Closing(open())) {
            trace.log().record(step("accepted").queueId("Q4").build());
            assertThat(trace.log().latest(3)).containsExactly("Q4", "Q1", "Q3");
        }
    }

    @Test
    void whoIsRefusedTooOftenIsFoundWithHowOften() throws Exception {
        TraceLog before = open();
        for (int i = 0; i < 1500; i++) {
            before.record(step("refused")
                    .connectionId("c1")
                    .fact("client", "192.0.2.9")
                    .build());
        }
        before.close();
        try (Closing trace = new Closing(open())) {
            List<TraceStep> found = trace.log().find(new Query(Field.CLIENT, "192.0.2.9"), 5000);
            assertThat(found).hasSize(1001);
            assertThat(found.get(1000).verdict()).isEqualTo("500 more refusals of this client within a minute");
            assertThat(trace.log().kept().lost()).isZero();
        }
    }

    @Test
    void totalsCountWhatHappenedButNoOpinions() throws Exception {
        try (Closing trace = new Closing(open())) {
            assertThat(trace.log().totals()).isEmpty();
            someMails(trace.log());
            trace.log()
                    .record(step("connect")
                            .by("org.posthouse.core.pipeline", "1", "")
                            .build());
            assertThat(trace.log().totals())
                    .containsOnly(
                            entry("connect", 1L), entry("accepted", 2L), entry("refused", 1L), entry("delivered", 1L));
        }
    }

    @Test
    void theLongestStepOfAStageIsKnownForAMomentHoweverManyThereWere() throws Exception {
        try (Closing trace = new Closing(open())) {
            for (int i = 1; i <= 1_000; i++) {
                trace.log()
                        .record(step("accepted").micros(i == 500 ? 90_000 : i).build());
            }
            Instant now = clock.instant();
            assertThat(trace.log().longest("accepted", now.minusSeconds(60))).hasValue(90_000);
            assertThat(trace.log().longest("accepted", now.plusSeconds(60))).isEmpty();
            assertThat(trace.log().longest("delivered", now)).isEmpty();
        }
    }

    @Test
    void totalsGoToTheTraceThatFollowsInTheSameRunAlone() throws Exception {
        TraceLog first = open();
        TraceLog second = open();
        someMails(first);
        first.close();
        second.record(step("accepted").build());
        assertThat(second.totals()).containsEntry("accepted", 3L).containsEntry("delivered", 1L);
        assertThat(second.totals()).containsEntry("accepted", 3L);
        second.close();
        try (Closing next = new Closing(new TraceLog(folder, MEGABYTE, Duration.ofDays(3650), "another run", clock))) {
            assertThat(next.log().totals()).isEmpty();
        }
    }

    @Test
    void totalsOfStagesWithoutEndFillNoMemory() throws Exception {
        try (Closing trace = new Closing(open())) {
            for (int i = 0; i < 1000; i++) {
                trace.log().record(step("stage " + i).build());
            }
            assertThat(trace.log().totals()).hasSize(64);
        }
    }
}
