package org.posthouse.lib.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.MailException;

/** Records that are made up when their turn comes. */
class DraftTest {
    private static final int SIZE = 4096;

    @TempDir
    Path folder;

    private final List<Found> found = new ArrayList<>();
    private final List<Spot> asked = new ArrayList<>();
    private SegmentLog log;

    private GroupCommit open(long from) throws IOException {
        found.clear();
        log = SegmentLog.open(folder, SIZE, octets -> true, Forcing.DATA, new SegmentLog.Reading(from, found::add));
        return new GroupCommit("test", log, Duration.ofMillis(20), () -> {});
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Notes where it is asked to be. */
    private final class Noting implements Draft {
        private final String text;

        Noting(String text) {
            this.text = text;
        }

        @Override
        public Optional<byte[]> meta(Spot spot) throws MailException {
            asked.add(spot);
            if (text.isEmpty()) {
                throw MailException.notNow("nothing to say");
            }
            return text.equals("unneeded") ? Optional.empty() : Optional.of(octets(text));
        }

        @Override
        public void written(Place place) {
            assertThat(asked.get(asked.size() - 1).offset()).isEqualTo(place.offset());
        }
    }

    private CompletableFuture<Place> put(GroupCommit commit, String text, String content) throws Exception {
        Append append = Append.drafted(Append.FIRST_TYPE, new Noting(text), octets(content));
        commit.append(append);
        return append.placed();
    }

    @Test
    void theContentLiesWhereTheDraftWasTold() throws Exception {
        try (GroupCommit commit = open(0)) {
            put(commit, "one", "first").get(120, TimeUnit.SECONDS);
            Place place = put(commit, "two", "second").get(120, TimeUnit.SECONDS);
            assertThat(place.segment().pin()).isTrue();
            try (FileChannel reader = place.segment().reader()) {
                byte[] read = Segment.read(reader, asked.get(1).contentOffset(), 6);
                assertThat(read).asString().isEqualTo("second");
                Stored stored = place.segment().stored(reader, place.offset());
                assertThat(stored.meta()).asString().isEqualTo("two");
                assertThat(place.segment().content(reader, stored)).asString().isEqualTo("second");
            }
        }
        open(0).close();
        assertThat(found)
                .extracting(each -> new String(each.meta(), StandardCharsets.UTF_8))
                .containsExactly("one", "two");
    }

    @Test
    void aRecordThatDoesNotFitIsDraftedAnewForTheNextSegment() throws Exception {
        try (GroupCommit commit = open(0)) {
            put(commit, "one", "x".repeat(3000)).get(120, TimeUnit.SECONDS);
            Place place = put(commit, "two", "x".repeat(3000)).get(120, TimeUnit.SECONDS);
            assertThat(asked).extracting(Spot::segment).containsExactly(1L, 1L, 2L);
            assertThat(place.segment().number()).isEqualTo(2);
        }
    }

    @Test
    void whatCannotBeDraftedFailsAloneAndWhatIsUnneededIsNotWritten() throws Exception {
        try (GroupCommit commit = open(0)) {
            var bad = put(commit, "", "x");
            var unneeded = put(commit, "unneeded", "x");
            put(commit, "good", "x").get(120, TimeUnit.SECONDS);
            assertThatThrownBy(() -> bad.get(120, TimeUnit.SECONDS)).hasCauseInstanceOf(MailException.class);
            assertThat(unneeded).isNotDone();
            var large = put(commit, "y".repeat(3000), "x".repeat(3000));
            assertThatThrownBy(() -> large.get(120, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                            .isEqualTo(MailException.Kind.PERMANENT));
        }
        open(0).close();
        assertThat(found)
                .extracting(each -> new String(each.meta(), StandardCharsets.UTF_8))
                .containsExactly("good");
    }

    @Test
    void whatIsKnownIsNotReadAgainAndNumbersGoOn() throws Exception {
        try (GroupCommit commit = open(0)) {
            for (int i = 0; i < 5; i++) {
                put(commit, "record " + i, "x".repeat(3000)).get(120, TimeUnit.SECONDS);
            }
        }
        try (GroupCommit commit = open(4)) {
            assertThat(found)
                    .extracting(each -> new String(each.meta(), StandardCharsets.UTF_8))
                    .containsExactly("record 3", "record 4");
            assertThat(log.segments()).hasSize(5);
            assertThat(put(commit, "next", "x")
                            .get(120, TimeUnit.SECONDS)
                            .segment()
                            .number())
                    .isEqualTo(6);
        }
        try (GroupCommit commit = open(7)) {
            assertThat(found).as("the last segment is read always").hasSize(1);
            assertThat(put(commit, "last", "x")
                            .get(120, TimeUnit.SECONDS)
                            .segment()
                            .number())
                    .isEqualTo(7);
        }
        open(0).close();
        assertThat(found).hasSize(7);
        assertThat(found).extracting(Found::lsn).isSorted().doesNotHaveDuplicates();
        assertThat(folder.resolve("quarantine")).doesNotExist();
    }
}
