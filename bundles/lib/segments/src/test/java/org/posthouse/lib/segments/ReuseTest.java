package org.posthouse.lib.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Octets that anybody may still read or send are never written over. */
class ReuseTest {
    private static final int SIZE = 4096;
    /** Two of these do not go into one segment. */
    private static final int MOST = 3000;

    private static final int STEPS = 200;

    @TempDir
    Path folder;

    private final List<Reader> readers = new ArrayList<>();
    private SegmentLog log;
    private GroupCommit commit;

    /** Who has a file open, and what was in it. */
    private record Reader(FileChannel file, ByteBuffer octets) {}

    @BeforeEach
    void open() throws IOException {
        log = SegmentLog.open(folder, SIZE, octets -> true, channel -> {}, found -> {});
        commit = new GroupCommit("test", log, Duration.ofMillis(20), () -> {});
    }

    @AfterEach
    void close() throws IOException {
        commit.close();
        for (Reader reader : readers) {
            reader.file().close();
        }
    }

    private void openAgain() throws IOException {
        commit.close();
        open();
    }

    private Segment put(int text) throws Exception {
        byte[] content = new byte[MOST];
        new Random(text).nextBytes(content);
        Append append = Append.forced(Append.FIRST_TYPE, new byte[0], content);
        commit.append(append);
        Place place = append.placed().get(60, TimeUnit.SECONDS);
        place.segment().unwanted(place.span());
        return place.segment();
    }

    private void begins(Segment segment) throws IOException {
        byte[] octets = Files.readAllBytes(segment.file());
        readers.add(
                new Reader(segment.reader(), ByteBuffer.wrap(octets, Segment.HEADER, octets.length - Segment.HEADER)));
    }

    private void allReadOn() throws IOException {
        for (Reader reader : readers) {
            // What stands in the header may be noted later.
            ByteBuffer read = ByteBuffer.allocate(reader.octets().limit()).position(Segment.HEADER);
            while (read.hasRemaining()) {
                assertThat(reader.file().read(read, read.position())).isPositive();
            }
            assertThat(read.position(Segment.HEADER)).isEqualTo(reader.octets());
        }
    }

    private List<Path> pooled() throws IOException {
        try (var files = Files.list(folder.resolve("pool"))) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]+\\.seg"))
                    .toList();
        }
    }

    /** Two segments, of which the first can be freed. */
    private Segment first() throws Exception {
        Segment first = put(1);
        put(2);
        return first;
    }

    @Test
    void aFileThatNobodyCanReadIsUsedAgain() throws Exception {
        Segment first = first();
        assertThat(log.free(first)).isTrue();
        assertThat(pooled()).hasSize(1);
        // One that was filled ahead may be taken first.
        for (int i = 0; i < 4; i++) {
            put(i);
        }
        assertThat(pooled()).isEmpty();
    }

    @Test
    void whatHasBeenReadAndClosedIsUsedAgain() throws Exception {
        Segment first = first();
        assertThat(log.pinned(first.number())).contains(first);
        first.reader().close();
        first.unpin();
        assertThat(log.free(first)).isTrue();
        assertThat(pooled()).hasSize(1);
    }

    @Test
    void aFileThatWasThereBeforeIsDeleted() throws Exception {
        put(1);
        openAgain();
        put(2);
        Segment old = log.segments().get(0);
        assertThat(log.free(old)).isTrue();
        assertThat(old.file()).doesNotExist();
        assertThat(pooled()).isEmpty();
    }

    @Test
    void aFileThatWasLentIsDeletedAndStaysAsItIsForWhoHasIt() throws Exception {
        Segment first = first();
        assertThat(first.pin()).isTrue();
        begins(first);
        first.lend();
        first.unpin();
        assertThat(log.free(first)).isTrue();
        assertThat(first.file()).doesNotExist();
        assertThat(pooled()).isEmpty();
        for (int i = 0; i < 8; i++) {
            put(i);
        }
        allReadOn();
    }

    @Test
    void whatIsPinnedStays() throws Exception {
        Segment first = first();
        assertThat(first.pin()).isTrue();
        assertThat(first.pin()).isTrue();
        Runnable unpin = first.unpinOnce();
        unpin.run();
        unpin.run();
        assertThat(log.free(first)).isFalse();
        first.unpin();
        assertThat(log.free(first)).isTrue();
    }

    @Test
    void nobodyBeginsToReadWhatWasFreed() throws Exception {
        Segment first = first();
        assertThat(log.free(first)).isTrue();
        assertThat(first.pin()).isFalse();
        assertThat(log.pinned(first.number())).isEmpty();
        assertThatThrownBy(first::reader).isInstanceOf(IOException.class);
        assertThatThrownBy(first::open).isInstanceOf(IOException.class);
        assertThat(log.free(first)).isFalse();
    }

    @Test
    void nobodyReadsWhatIsNotPinned() throws Exception {
        Segment first = first();
        assertThatThrownBy(first::reader).isInstanceOf(IOException.class);
    }

    @Test
    void whatAFormerLogLeftToBeUsedAgainIsDeleted() throws Exception {
        assertThat(log.free(first())).isTrue();
        log.fillAhead();
        assertThat(pooled()).hasSize(1);
        openAgain();
        assertThat(pooled()).isEmpty();
        log.fillAhead();
        openAgain();
        assertThat(folder.resolve("pool/filled.seg")).exists();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whoeverReadsGoesOnWithWhatHeBegan(long seed) throws Exception {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            int kind = random.nextInt(20);
            List<Segment> segments = log.segments();
            Optional<Segment> some = segments.isEmpty()
                    ? Optional.empty()
                    : log.pinned(segments.get(random.nextInt(segments.size())).number());
            if (kind < 10) {
                put(step);
            } else if (kind == 10 && some.isPresent()) {
                // Goes on to read when this log is opened anew.
                begins(some.get());
                continue;
            } else if (kind == 11 && some.isPresent()) {
                begins(some.get());
                some.get().lend();
            } else if (kind < 19) {
                some.ifPresent(Segment::unpin);
                some = Optional.empty();
                for (Segment segment : log.sealed()) {
                    boolean freed = log.free(segment);
                    assertThat(freed).isEqualTo(!log.segments().contains(segment));
                }
            } else if (step % 3 == 0) {
                openAgain();
            }
            some.ifPresent(Segment::unpin);
            allReadOn();
        }
    }
}
