package org.posthouse.lib.segments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log that is used and reopened many times, some of whose records are wanted for long while those around them go. */
class LongLifeTest {
    private static final int SIZE = 4096;
    private static final int STEPS = 600;

    @TempDir
    Path folder;

    /** What must be found, by segment and offset. */
    private final Map<Long, Map<Integer, String>> expected = new TreeMap<>();

    private final List<Place> wanted = new ArrayList<>();
    private SegmentLog log;
    private GroupCommit commit;

    private void open() throws IOException {
        Map<Long, Map<Integer, String>> found = new TreeMap<>();
        List<Place> old = List.copyOf(wanted);
        wanted.clear();
        log = SegmentLog.open(folder, SIZE, octets -> true, channel -> {}, each -> {
            Place place = each.place();
            found.computeIfAbsent(place.segment().number(), unused -> new TreeMap<>())
                    .put(place.offset(), new String(each.meta(), StandardCharsets.UTF_8));
            if (old.stream().anyMatch(former -> same(former, place))) {
                wanted.add(place);
                place.segment().wanted(place.span());
            }
        });
        assertThat(found).isEqualTo(expected);
        assertThat(wanted).hasSameSizeAs(old);
        assertThat(folder.resolve("quarantine")).doesNotExist();
        commit = new GroupCommit("test", log, Duration.ofMillis(20), () -> {});
    }

    private static boolean same(Place one, Place other) {
        return one.segment().number() == other.segment().number() && one.offset() == other.offset();
    }

    private void put(String text, int size) throws Exception {
        Append append = Append.forced(Append.FIRST_TYPE, text.getBytes(StandardCharsets.UTF_8), new byte[size]);
        commit.append(append);
        Place place = append.placed().get(120, TimeUnit.SECONDS);
        wanted.add(place);
        expected.computeIfAbsent(place.segment().number(), unused -> new TreeMap<>())
                .put(place.offset(), text);
    }

    private void tidy() throws IOException {
        for (Segment segment : log.sealed()) {
            if (log.free(segment)) {
                expected.remove(segment.number());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingIsLostNorComesBackNorLooksDamaged(long seed) throws Exception {
        Random random = new Random(seed);
        open();
        for (int step = 0; step < STEPS; step++) {
            int kind = random.nextInt(10);
            if (kind < 4) {
                put("record " + step, random.nextInt(4) * 200);
            } else if (kind < 8 && !wanted.isEmpty()) {
                // Rather a young one: old ones stay for long.
                int index = Math.max(random.nextInt(wanted.size()), random.nextInt(wanted.size()));
                Place gone = wanted.remove(index);
                gone.segment().unwanted(gone.span());
            } else if (kind == 8) {
                tidy();
            } else {
                commit.close();
                open();
            }
        }
        commit.close();
    }
}
