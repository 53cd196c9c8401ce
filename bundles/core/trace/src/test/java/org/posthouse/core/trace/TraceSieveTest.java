package org.posthouse.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.trace.Trace.Query;
import org.posthouse.api.trace.Trace.Query.Field;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.lib.disk.RunCounts;
import org.posthouse.testkit.FakeClock;

class TraceSieveTest {
    private static final long MEGABYTE = 1 << 20;
    private static final Duration MONTH = Duration.ofDays(30);
    private static final int MAILS = 50;
    private static final int FLOOD = 20_000;

    @TempDir
    private Path folder;

    private final FakeClock clock = new FakeClock();

    private TraceFiles files() throws IOException {
        return new TraceFiles(folder, 2 * MEGABYTE, MONTH, () -> true, clock);
    }

    private TraceLog log(TraceFiles files) {
        return new TraceLog(files, new RunCounts(folder.resolve("totals"), "run"), clock);
    }

    private TraceStep.Builder step(String stage, String connectionId) {
        clock.advance(Duration.ofMillis(1));
        return TraceStep.at(clock.instant(), stage)
                .connectionId(connectionId)
                .by("org.posthouse.core.pipeline", "1.0.0", "")
                .fact("via", "MX");
    }

    private void mail(TraceFiles files, int number) {
        String connection = "good" + number;
        files.append(step("connect", connection).build());
        files.append(step("recipient", connection).queueId("Q" + number).build());
        files.append(step("refused", connection).queueId("Q" + number).build());
        files.append(step("accepted", connection).queueId("Q" + number).build());
        files.append(
                TraceStep.at(clock.instant(), "delivered").queueId("Q" + number).build());
    }

    private void refusals(TraceFiles files, int from, int to) {
        for (int i = from; i < to; i++) {
            files.append(step("connect", "bad" + i)
                    .fact("client", "192.0.2." + i % 250)
                    .build());
            files.append(step("refused", "bad" + i)
                    .queueId("R" + i)
                    .fact("recipient", "nobody" + i + "@school.edu")
                    .verdict("nobody")
                    .build());
        }
    }

    private static List<String> life(TraceLog trace, String id) {
        return trace.find(new Query(Field.ID, id), 100).stream()
                .map(TraceStep::stage)
                .toList();
    }

    private long onDisk() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static void allMailsAreThere(TraceLog trace) {
        for (int i = 0; i < MAILS; i++) {
            assertThat(life(trace, "Q" + i))
                    .as("Q" + i)
                    .containsExactly("connect", "recipient", "refused", "accepted", "delivered");
        }
    }

    /** Many times as much as there is room for. */
    private void flooded(TraceFiles files) throws IOException {
        for (int i = 0; i < MAILS; i++) {
            mail(files, i);
            refusals(files, i * (FLOOD / MAILS), (i + 1) * (FLOOD / MAILS));
        }
        files.flush();
    }

    @Test
    void aFloodOfRefusalsLeavesTheLifeOfMail() throws IOException {
        TraceFiles files = files();
        flooded(files);
        TraceLog trace = log(files);
        allMailsAreThere(trace);
        assertThat(life(trace, "R" + (FLOOD - 1))).containsExactly("connect", "refused");
        assertThat(life(trace, "R0")).isEmpty();
        assertThat(onDisk()).isLessThanOrEqualTo(2 * MEGABYTE);
        trace.close();
        TraceLog after = log(files());
        allMailsAreThere(after);
        after.close();
    }

    @Test
    void whatIsLeftIsPutTogetherSoThatFilesDoNotBecomeMore() throws IOException {
        TraceFiles files = files();
        flooded(files);
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all.count()).isLessThan(64);
        }
        files.close();
    }

    @Test
    void whileThereIsRoomRefusalsStay() throws IOException {
        TraceFiles files = files();
        refusals(files, 0, 2000);
        files.flush();
        TraceLog trace = log(files);
        assertThat(onDisk()).isLessThan(MEGABYTE);
        assertThat(life(trace, "R0")).containsExactly("connect", "refused");
        trace.close();
    }

    @Test
    void segmentsOfWhichEverythingStaysAreNotWrittenAgain() throws IOException {
        TraceFiles files = files();
        Set<Object> first = Set.of();
        for (int i = 0; i < 4000; i++) {
            mail(files, i);
            if (i == 1000) {
                files.flush();
                first = segments();
            }
        }
        files.flush();
        assertThat(onDisk()).isGreaterThan(MEGABYTE);
        assertThat(segments()).containsAll(first);
        TraceLog trace = log(files);
        allMailsAreThere(trace);
        trace.close();
        TraceLog after = log(files());
        allMailsAreThere(after);
        after.close();
    }

    /** What stands for each file while it is the same one. */
    private Set<Object> segments() throws IOException {
        Set<Object> keys = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.log")) {
            for (Path each : all) {
                keys.add(Files.readAttributes(each, BasicFileAttributes.class).fileKey());
            }
        }
        return keys;
    }

    @Test
    void whatUsersOfOursAreRefusedStays() throws IOException {
        TraceFiles files = files();
        files.append(
                step("refused", "ours").queueId("U1").fact("via", "SUBMISSION").build());
        refusals(files, 0, FLOOD);
        files.flush();
        TraceLog trace = log(files);
        assertThat(life(trace, "U1")).containsExactly("refused");
        trace.close();
    }

    @Test
    void aConnectionThatWaitsLongForItsFirstMailKeepsItsBeginning() throws IOException {
        TraceFiles files = files();
        files.append(step("connect", "good0").build());
        refusals(files, 0, 1000);
        files.append(step("accepted", "good0").queueId("Q0").build());
        refusals(files, FLOOD, 2 * FLOOD);
        files.flush();
        TraceLog trace = log(files);
        assertThat(life(trace, "Q0")).containsExactly("connect", "accepted");
        trace.close();
    }

    /** As when the server is killed after two were put together, and before the former of them was removed. */
    @Test
    void aPartOfASiftedSegmentThatIsThereStillIsRemoved() throws IOException {
        TraceFiles before = files();
        flooded(before);
        before.close();
        TraceSegment oldest = null;
        for (int number = 0; oldest == null; number++) {
            Path file = folder.resolve(String.format("trace-%010d.log", number));
            oldest = Files.exists(file) ? new TraceSegment(file) : null;
        }
        assertThat(oldest.from()).isPresent();
        Path part =
                folder.resolve(String.format("trace-%010d.log", oldest.from().getAsLong()));
        assertThat(part).doesNotExist();
        Files.copy(oldest.file(), part);
        Path half = folder.resolve(part.getFileName() + TraceSegment.SIFTED);
        Files.writeString(half, "half");
        Files.setLastModifiedTime(half, FileTime.from(clock.instant().minus(Duration.ofDays(1))));
        TraceFiles after = files();
        after.trim();
        assertThat(part).doesNotExist();
        assertThat(half).doesNotExist();
        TraceLog trace = log(after);
        allMailsAreThere(trace);
        trace.close();
    }
}
