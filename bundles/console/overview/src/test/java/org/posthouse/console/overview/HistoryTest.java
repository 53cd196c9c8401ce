package org.posthouse.console.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("state/history");
    }

    private static Sample sample(Instant end, long queue) {
        return new Sample(
                end,
                Map.of("accepted", 3L, "mailbox deleted", 1L),
                queue,
                Map.of("imap", 2L),
                Optional.of(1500L),
                Optional.empty(),
                Optional.of(9000L));
    }

    private static List<Long> queues(History history, Instant now, int count, Duration length) {
        return history.parts(now, count, length).stream()
                .map(part -> part.stream().mapToLong(Sample::queue).max().orElse(-1))
                .toList();
    }

    @Test
    void aSampleIsTheSameAfterItWasWritten() {
        Sample written = Sample.of(sample(NOON, 7).line()).orElseThrow();
        assertThat(written.end()).isEqualTo(NOON);
        assertThat(written.events()).containsOnly(Map.entry("accepted", 3L));
        assertThat(written.queue()).isEqualTo(7);
        assertThat(written.connections()).containsOnly(Map.entry("imap", 2L));
        assertThat(written.median()).contains(1500L);
        assertThat(written.most()).isEmpty();
        assertThat(written.slowest()).contains(9000L);
        assertThat(Sample.of("1780300800 =accepted:3 7 =imap:2 1500 -")
                        .orElseThrow()
                        .slowest())
                .as("of a version that did not look for it")
                .isEmpty();
    }

    @Test
    void whatIsNoSampleIsNone() {
        for (String line : List.of("", "x", "1 = 2 = - -x", "1 a:1 2 = - -", "1 =a:b 2 = - -", "1 =a:1 2")) {
            assertThat(Sample.of(line)).as(line).isEmpty();
        }
    }

    @Test
    void minutesWithoutASampleAreGaps() {
        History history = new History(file(), NOON);
        history.add(sample(NOON.minus(MINUTE.multipliedBy(3)), 5));
        history.add(sample(NOON, 6));
        assertThat(queues(history, NOON, 4, MINUTE)).containsExactly(5L, -1L, -1L, 6L);
        assertThat(queues(history, NOON, 2, MINUTE.multipliedBy(2))).containsExactly(5L, 6L);
    }

    @Test
    void severalSamplesOfAMinuteAreOne() {
        History history = new History(file(), NOON);
        history.add(sample(NOON.minusSeconds(40), 5));
        history.add(new Sample(
                NOON.plusMillis(50),
                Map.of("accepted", 4L),
                6,
                Map.of("imap", 1L, "smtp", 1L),
                Optional.of(2000L),
                Optional.of(7000L),
                Optional.empty()));
        for (History each : List.of(history, new History(file(), NOON.plus(MINUTE)))) {
            Sample one = each.parts(NOON, 1, MINUTE).get(0).get(0);
            assertThat(one.events().get("accepted")).isEqualTo(7);
            assertThat(one.queue()).isEqualTo(6);
            assertThat(one.connections()).containsOnly(Map.entry("imap", 2L), Map.entry("smtp", 1L));
            assertThat(one.median()).contains(2000L);
            assertThat(one.most()).contains(7000L);
            assertThat(one.slowest()).contains(9000L);
        }
    }

    @Test
    void theNextVersionGoesOnFromTheFile() throws Exception {
        History former = new History(file(), NOON);
        former.add(sample(NOON, 5));
        Files.writeString(file(), "17637", StandardOpenOption.APPEND);
        History next = new History(file(), NOON.plus(MINUTE));
        // For a moment there are both.
        former.add(sample(NOON.plus(MINUTE), 6));
        next.add(sample(NOON.plus(MINUTE), 6));
        assertThat(queues(next, NOON.plus(MINUTE), 2, MINUTE)).containsExactly(5L, 6L);
    }

    @Test
    void itHoldsADayAndNoMoreAlsoOnDisk() throws Exception {
        History history = new History(file(), NOON);
        Instant end = NOON;
        for (int i = 0; i < 5000; i++) {
            end = end.plus(MINUTE);
            history.add(sample(end, i));
        }
        assertThat(history.parts(end, 3 * 1440, MINUTE).stream().filter(part -> !part.isEmpty()))
                .hasSize(1440);
        assertThat(Files.readAllLines(file())).hasSizeLessThanOrEqualTo(3 * 1440);
        assertThat(new History(file(), end).parts(end, 1440, MINUTE)).noneMatch(List::isEmpty);
    }

    @Test
    void whatCannotBeWrittenIsKeptInMemory() throws Exception {
        Files.writeString(folder.resolve("state"), "in the way");
        History history = new History(file(), NOON);
        history.add(sample(NOON, 5));
        assertThat(queues(history, NOON, 1, MINUTE)).containsExactly(5L);
    }
}
