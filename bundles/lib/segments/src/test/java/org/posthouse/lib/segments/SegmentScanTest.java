package org.posthouse.lib.segments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SegmentScanTest {
    /** More than a scan has in memory at once. */
    private static final int LARGE = 700_000;

    @TempDir
    Path folder;

    private final List<Place> places = new ArrayList<>();

    private Segment killed(int size, int... contents) throws Exception {
        SegmentLog log = SegmentLog.open(folder, size, octets -> false, Forcing.DATA, found -> {});
        GroupCommit commit = new GroupCommit("test", log, Duration.ofMillis(20), () -> {});
        for (int content : contents) {
            Append append = Append.forced(Append.FIRST_TYPE, new byte[100], new byte[content]);
            commit.append(append);
            places.add(append.placed().get(3, TimeUnit.MINUTES));
        }
        Segment segment = places.get(0).segment();
        Path kept = folder.resolve("kept");
        // As it was before it was closed.
        Files.copy(segment.file(), kept);
        commit.close();
        Files.copy(kept, segment.file(), StandardCopyOption.REPLACE_EXISTING);
        return segment;
    }

    private static List<Integer> offsets(SegmentScan scan) throws IOException {
        return scan.rows().stream().map(SegmentScan.Row::offset).toList();
    }

    /** There are a hundred million places in the segment where a record could begin. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void looksForNothingBehindTheEndOfTheFile() throws Exception {
        Segment segment = killed(1 << 30, 10, 20);
        assertThat(Files.size(segment.file())).isLessThan(1000);
        try (SegmentScan scan = new SegmentScan(segment, OptionalLong.empty())) {
            assertThat(offsets(scan))
                    .containsExactly(places.get(0).offset(), places.get(1).offset());
            assertThat(scan.holes()).isEmpty();
        }
    }

    @Test
    void findsWhatIsFarBehindDamage() throws Exception {
        Segment segment = killed(4 << 20, 10, LARGE, 20, LARGE, 30);
        for (int damaged : new int[] {1, 3}) {
            try (FileChannel file = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.allocate(8), places.get(damaged).offset());
            }
        }
        try (SegmentScan scan = new SegmentScan(segment, OptionalLong.empty())) {
            assertThat(offsets(scan))
                    .containsExactly(
                            places.get(0).offset(),
                            places.get(2).offset(),
                            places.get(4).offset());
            assertThat(scan.holes())
                    .containsExactly(places.get(1).offset(), places.get(3).offset());
        }
    }

    @Test
    void findsTheEndInWhatWasFilledAhead() throws Exception {
        Segment segment = killed(4 << 20, 10, LARGE);
        try (FileChannel file = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(8), segment.size() - 8);
        }
        try (SegmentScan scan = new SegmentScan(segment, OptionalLong.empty())) {
            assertThat(offsets(scan))
                    .containsExactly(places.get(0).offset(), places.get(1).offset());
            assertThat(scan.holes()).isEmpty();
        }
    }
}
