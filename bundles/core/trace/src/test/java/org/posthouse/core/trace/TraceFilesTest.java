package org.posthouse.core.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.trace.Trace.Query;
import org.posthouse.api.trace.Trace.Query.Field;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.lib.disk.RunCounts;
import org.posthouse.testkit.FakeClock;

class TraceFilesTest {
    private static final long MEGABYTE = 1 << 20;
    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir
    private Path folder;

    private final FakeClock clock = new FakeClock();

    private TraceLog open() throws IOException {
        return new TraceLog(folder, MEGABYTE, MONTH, "run", clock);
    }

    private TraceStep step(String queueId, String stage) {
        clock.advance(Duration.ofMillis(1));
        return TraceStep.at(clock.instant(), stage).queueId(queueId).build();
    }

    private static List<String> stages(TraceLog trace, String queueId) {
        return trace.find(new Query(Field.ID, queueId), 100).stream()
                .map(TraceStep::stage)
                .toList();
    }

    private Path first() {
        return folder.resolve("trace-0000000000.log");
    }

    private void write(String... stages) throws IOException {
        TraceLog trace = open();
        for (String stage : stages) {
            trace.record(step("Q1", stage));
        }
        trace.close();
    }

    private List<String> read() throws IOException {
        TraceLog trace = open();
        List<String> stages = stages(trace, "Q1");
        trace.close();
        return stages;
    }

    @Test
    void aFolderWithTheNameOfASegmentIsPassedOver() throws IOException {
        write("one");
        Files.createDirectory(folder.resolve("trace-0000000001.log"));
        Files.createDirectory(folder.resolve("trace-0000000003.log"));
        write("two");
        write("three");
        assertThat(read()).containsExactly("one", "two", "three");
        assertThat(folder.resolve("trace-0000000002.log")).isRegularFile();
        assertThat(folder.resolve("trace-0000000004.log")).isRegularFile();
    }

    @Test
    void aFolderThatComesInPlaceOfASegmentCostsThatAlone() throws IOException {
        write("one");
        write("two");
        TraceLog trace = open();
        assertThat(stages(trace, "Q1")).containsExactly("one", "two");
        Files.delete(first());
        Files.createDirectory(first());
        assertThat(stages(trace, "Q1")).containsExactly("two");
        trace.record(step("Q1", "three"));
        assertThat(stages(trace, "Q1")).containsExactly("two", "three");
        trace.close();
    }

    @Test
    void aSegmentThatCannotBeReadHasNoStepsAndStays() throws IOException {
        Path unreadable = Files.createDirectory(folder.resolve("trace-0000000007.log"));
        TraceSegment segment = new TraceSegment(unreadable);
        assertThat(segment.steps()).isEmpty();
        assertThat(segment.steps(head -> true)).isEmpty();
        assertThatThrownBy(segment::learnt).isInstanceOf(IOException.class);
        assertThat(unreadable).exists();
    }

    @Test
    void everyOctetThatFlipsCostsOneStep() throws IOException {
        write("one", "two", "three", "four", "five");
        byte[] whole = Files.readAllBytes(first());

        for (int at = 0; at < whole.length; at += 3) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(first(), damaged);
            assertThat(read())
                    .as("octet %d of %d", at, whole.length)
                    .hasSizeBetween(4, 5)
                    .isSubsetOf("one", "two", "three", "four", "five");
        }
    }

    @Test
    void halfAStepAtTheEndIsPassedOver() throws IOException {
        write("one", "two");
        byte[] whole = Files.readAllBytes(first());
        for (int length = whole.length - 1; length > whole.length / 2 + 2; length--) {
            Files.write(first(), Arrays.copyOf(whole, length));
            assertThat(read()).containsExactly("one");
        }
    }

    @Test
    void stepsOfALaterLevelArePassedOver() throws IOException {
        write("one");
        byte[] later = new byte[8 + 40];
        later[8] = 99;
        CRC32C sum = new CRC32C();
        sum.update(later, 8, 40);
        ByteBuffer.wrap(later).putInt(40).putInt((int) sum.getValue());
        byte[] first = Files.readAllBytes(first());
        Files.write(first(), later, StandardOpenOption.APPEND);
        Files.write(first(), first, StandardOpenOption.APPEND);
        assertThat(read()).containsExactly("one", "one");
    }

    @Test
    void rubbishIsReadQuickly() throws IOException {
        byte[] rubbish = new byte[1 << 20];
        Arrays.fill(rubbish, (byte) 1);
        rubbish[0] = 0;
        Files.write(first(), rubbish);
        assertThat(read()).isEmpty();
    }

    @Test
    void stepsAreForgottenWhenTheirTimeIsOver() throws IOException {
        TraceLog trace = open();
        trace.record(step("Q1", "one"));
        clock.advance(Duration.ofDays(29));
        trace.record(step("Q1", "two"));
        assertThat(stages(trace, "Q1")).containsExactly("one", "two");
        clock.advance(Duration.ofDays(2));
        assertThat(stages(trace, "Q1")).containsExactly("two");
        assertThat(trace.kept().age()).isEqualTo(MONTH);
        trace.close();
    }

    @Test
    void aDayOldSegmentIsEndedSoThatItCanGoInTime() throws IOException {
        TraceFiles files = new TraceFiles(folder, MEGABYTE, MONTH, () -> true, clock);
        files.append(step("Q1", "one"));
        files.flush();
        files.trim();
        assertThat(files.parts()).as("what is in memory").hasSize(1);
        clock.advance(Duration.ofHours(25));
        files.trim();
        assertThat(files.parts()).hasSize(2);
        Files.setLastModifiedTime(first(), FileTime.from(clock.instant().minus(MONTH)));
        files.trim();
        assertThat(first()).doesNotExist();
        assertThat(files.parts()).hasSize(1);
        files.close();
    }

    @Test
    void oneThatIsReplacedByAnotherAndItsSuccessorWriteSideBySide() throws IOException {
        TraceLog old = open();
        TraceLog successor = open();
        old.record(step("Q1", "one"));
        assertThat(stages(old, "Q1")).containsExactly("one");
        successor.record(step("Q1", "two"));
        assertThat(stages(successor, "Q1")).containsExactly("one", "two");
        old.record(step("Q1", "three"));
        old.close();
        // By somebody who had it in his hand still.
        old.record(step("Q1", "four"));
        assertThat(stages(successor, "Q1")).containsExactly("one", "two", "three", "four");
        successor.close();
        assertThat(read()).containsExactly("one", "two", "three", "four");
    }

    @Test
    void whatASegmentHoldsIsKnownAfterARestartWithoutReadingIt() throws IOException {
        TraceFiles files = new TraceFiles(folder, 64 * MEGABYTE, MONTH, () -> true, clock);
        IntStream.range(0, 20_000).forEach(i -> files.append(step("Q" + i, "accepted")));
        files.close();
        Path keys = folder.resolve("trace-0000000000.keys");
        assertThat(keys).exists();
        TraceSegment segment = new TraceSegment(first());
        assertThat(segment.mayHave(Set.of(TraceKeys.id("Q0")))).isTrue();
        assertThat(segment.mayHave(Set.of(TraceKeys.id("Q" + 20_000)))).isFalse();
        byte[] octets = Files.readAllBytes(keys);
        octets[100] ^= 1;
        Files.write(keys, octets);
        assertThat(new TraceSegment(first()).mayHave(Set.of(TraceKeys.id("Q" + 20_000))))
                .as("damaged keys are no keys")
                .isTrue();
    }

    @Test
    void whatIsKeptIsToldAndStaysWithinItsBounds() throws IOException {
        TraceLog trace = open();
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 3000; i++) {
                trace.record(step("Q" + i, "accepted"));
            }
            assertThat(trace.kept().octets()).isLessThanOrEqualTo(MEGABYTE);
            trace.find(new Query(Field.ID, "none"), 1);
        }
        try (Stream<Path> all = Files.list(folder)) {
            long octets = all.mapToLong(file -> file.toFile().length()).sum();
            assertThat(trace.kept().octets()).isEqualTo(octets).isGreaterThan(MEGABYTE / 2);
        }
        assertThat(trace.kept().lost()).isZero();
        trace.close();
    }

    @Test
    void aClockThatIsWrongForAMomentDoesNotEndAllMemory() throws IOException {
        TraceFiles files = new TraceFiles(folder, MEGABYTE, MONTH, () -> true, clock);
        for (int i = 0; i < 400; i++) {
            files.append(step("Q1", "before " + i));
        }
        clock.advance(Duration.ofHours(-5));
        files.append(step("Q1", "back"));
        files.trim();
        clock.advance(Duration.ofDays(365));
        files.append(step("Q1", "far ahead"));
        files.trim();
        clock.advance(Duration.ofDays(-365).plusHours(5));
        for (int i = 0; i < 400; i++) {
            files.append(step("Q1", "after " + i));
        }
        files.trim();
        files.flush();
        TraceLog trace = new TraceLog(files, new RunCounts(folder.resolve("totals"), "run"), clock);
        List<String> all = trace.find(new Query(Field.ID, "Q1"), 1000).stream()
                .map(TraceStep::stage)
                .toList();
        assertThat(all).contains("before 399", "back", "far ahead", "after 0", "after 399");
        trace.close();
    }
}
