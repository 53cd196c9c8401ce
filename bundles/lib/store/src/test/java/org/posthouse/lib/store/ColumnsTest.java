package org.posthouse.lib.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ColumnsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void columnsDoWhatAListDoes(long seed) {
        Random random = new Random(seed);
        List<Entry> list = new ArrayList<>();
        Columns columns = Columns.EMPTY;
        long uid = 0xffff_0000L;
        for (int round = 0; round < 3_000; round++) {
            Columns before = columns;
            List<Entry> was = List.copyOf(list);
            int what = random.nextInt(20);
            if (what < 17) {
                uid += 1 + random.nextInt(3);
                Entry entry = new Entry(uid, round, 3_000_000_000L, random.nextLong(), random.nextInt(9), round);
                columns = columns.plus(entry);
                list.add(entry);
            } else {
                int[] indexes = some(random, list.size());
                if (what < 19) {
                    int[] flags = Arrays.stream(indexes).map(i -> i % 7).toArray();
                    columns = columns.reflagged(indexes, flags, round);
                    for (int i = 0; i < indexes.length; i++) {
                        Entry old = list.get(indexes[i]);
                        list.set(
                                indexes[i],
                                new Entry(old.uid(), round, old.size(), old.received(), flags[i], old.content()));
                    }
                } else {
                    columns = columns.without(indexes);
                    for (int i = indexes.length - 1; i >= 0; i--) {
                        list.remove(indexes[i]);
                    }
                }
            }
            if (round % 50 == 0) {
                assertThat(entries(before)).isEqualTo(was);
                assertThat(entries(columns)).isEqualTo(list);
                assertSearch(columns, list);
            }
        }
        assertThat(entries(Columns.of(list))).isEqualTo(list);
    }

    private static int[] some(Random random, int size) {
        return IntStream.range(0, size).filter(i -> random.nextInt(10) == 0).toArray();
    }

    private static List<Entry> entries(Columns columns) {
        return IntStream.range(0, columns.count()).mapToObj(columns::entry).toList();
    }

    private static void assertSearch(Columns columns, List<Entry> list) {
        long[] uids = list.stream().mapToLong(Entry::uid).toArray();
        for (long uid = 0xffff_0000L; uid < 0xffff_0000L + 300; uid++) {
            assertThat(columns.indexOf(uid)).isEqualTo(Arrays.binarySearch(uids, uid));
        }
        if (uids.length > 0) {
            long last = uids[uids.length - 1];
            assertThat(columns.indexOf(last)).isEqualTo(uids.length - 1);
            assertThat(columns.indexOf(last + 1)).isEqualTo(-uids.length - 1);
        }
    }

    private static Entry entry(long uid, long content) {
        return new Entry(uid, 1, 1, 1, 1, content);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 255, 256, 300})
    void whatOneAddsAnotherDoesNotSee(int there) {
        Columns common = Columns.EMPTY;
        for (int uid = 1; uid <= there; uid++) {
            common = common.plus(entry(uid, uid));
        }
        Columns one = common;
        Columns other = common;
        Columns reflagged = common.reflagged(IntStream.range(0, there).toArray(), new int[there], 2);
        for (int uid = there + 1; uid <= there + 40; uid++) {
            one = one.plus(entry(uid, 1000 + uid));
            other = other.plus(entry(uid, 2000 + uid));
            reflagged = reflagged.plus(entry(uid, 3000 + uid));
        }
        assertThat(common.count()).isEqualTo(there);
        for (int at = there; at < there + 40; at++) {
            assertThat(one.entry(at)).isEqualTo(entry(at + 1, 1001 + at));
            assertThat(other.entry(at)).isEqualTo(entry(at + 1, 2001 + at));
            assertThat(reflagged.entry(at)).isEqualTo(entry(at + 1, 3001 + at));
        }
        assertThat(one.without(new int[] {there}).plus(entry(9_000, 7)).content(there + 39))
                .isEqualTo(7);
    }

    @Test
    void emptyColumnsHaveNothing() {
        assertThat(Columns.EMPTY.count()).isZero();
        assertThat(Columns.EMPTY.indexOf(1)).isEqualTo(-1);
    }

    @Test
    void whatIsWrittenIsReadAgainWithOtherNumbersOfFlags() {
        List<Entry> entries = LongStream.rangeClosed(1, 700)
                .mapToObj(n -> new Entry(n * 3, n, 4_000_000_000L, -n, (int) (n % 5), n << 32 | 7))
                .toList();
        Columns columns = Columns.of(entries);
        List<ByteBuffer> parts = new ArrayList<>();
        for (int run = 0; run < columns.runs(); run++) {
            ByteBuffer part = ByteBuffer.allocate(columns.octets(run));
            columns.write(run, part, flags -> flags + 10);
            assertThat(part.hasRemaining()).isFalse();
            parts.add(part.flip());
        }
        Columns read = Columns.joined(parts.stream()
                .map(part -> Columns.read(part, flags -> flags - 10))
                .toList());
        assertThat(IntStream.range(0, read.count()).mapToObj(read::entry)).isEqualTo(entries);
        Columns moved = read.moved(content -> content + 1);
        assertThat(moved.content(699)).isEqualTo((700L << 32) + 8);
        assertThat(moved.uid(699)).isEqualTo(2100);
    }

    @Test
    void aRunOfMoreThanThereIsIsRefused() {
        ByteBuffer part = ByteBuffer.allocate(40).putInt(0, 2);
        assertThatThrownBy(() -> Columns.read(part, flags -> flags)).isInstanceOf(IllegalArgumentException.class);
    }
}
