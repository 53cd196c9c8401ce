package org.posthouse.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.segments.Spot;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Columns;
import org.posthouse.lib.store.Entry;
import org.posthouse.lib.store.FlagTable;
import org.posthouse.lib.store.History;
import org.posthouse.lib.store.Index;

final class PiecesTest {
    private static final AccountId KATE = new AccountId("kate");

    @TempDir
    private Path home;

    /** What was written, by where. */
    private final Map<Long, List<Entry>> disk = new HashMap<>();

    private int written;

    private static List<Entry> entries(Columns columns, int from, int to) {
        return IntStream.range(from, to).mapToObj(columns::entry).toList();
    }

    /** Writes what is to be written, and says that all is as it should be. */
    private Kept write(Columns columns, long modSeq, Optional<Kept> former) throws Exception {
        FlagTable table = new FlagTable();
        IntStream.range(0, 9).forEach(i -> table.number("flag" + i));
        Index index = new Index(columns, table, History.from(modSeq));
        List<Piece> pieces = new Pieces(index, 32 << 10).of(former);
        int start = 0;
        for (Piece piece : pieces) {
            int end = start + piece.cut().messages();
            if (piece instanceof Piece.Fresh fresh) {
                assertThat(fresh.part().meta(spot(++written))).isPresent();
                assertThat(fresh.again().meta(spot(++written))).isPresent();
                disk.put(fresh.position(), entries(columns, start, end));
                disk.put(fresh.twin(), entries(columns, start, end));
            }
            assertThat(disk.get(piece.position())).isEqualTo(entries(columns, start, end));
            assertThat(disk.get(piece.twin())).isEqualTo(entries(columns, start, end));
            start = end;
        }
        assertThat(start).isEqualTo(columns.count());
        Box box = new Box(1, "box", "INBOX", 1, 1, modSeq, columns.count(), 0, Optional.empty());
        return new Kept(
                box,
                pieces.stream().mapToLong(Piece::position).toArray(),
                pieces.stream().mapToLong(Piece::twin).toArray(),
                new long[0],
                new long[0],
                new long[0],
                pieces.stream().map(Piece::cut).toList());
    }

    private static Spot spot(int number) {
        return new Spot(number, 64);
    }

    private static Columns more(Columns before, long from, int count, long modSeq) {
        Columns columns = before;
        for (long uid = from; uid < from + count; uid++) {
            columns = columns.plus(new Entry(uid, modSeq, uid, uid, (int) (uid % 9), uid));
        }
        return columns;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void piecesThatStayHaveWhatTheMailboxHas(long seed) throws Exception {
        Random random = new Random(seed);
        Columns columns = Columns.EMPTY;
        Optional<Kept> kept = Optional.empty();
        long uid = 1;
        for (int modSeq = 1; modSeq <= 250; modSeq++) {
            int what = random.nextInt(10);
            if (what < 5 || columns.count() == 0) {
                int count = random.nextInt(900);
                columns = more(columns, uid, count, modSeq);
                uid += count;
            } else {
                int first = random.nextInt(columns.count());
                int[] indexes = IntStream.range(first, Math.min(columns.count(), first + random.nextInt(600)))
                        .filter(i -> random.nextInt(3) > 0)
                        .toArray();
                columns = what < 8
                        ? columns.reflagged(indexes, new int[indexes.length], modSeq)
                        : columns.without(indexes);
            }
            if (random.nextInt(3) == 0) {
                kept = Optional.of(write(columns, modSeq, kept));
            }
        }
        assertThat(columns.count()).isPositive();
    }

    @Test
    void whatComesLeavesAllButTheLastPieceWhereItIs() throws Exception {
        Columns columns = more(Columns.EMPTY, 1, 20_000, 1);
        Kept before = write(columns, 1, Optional.empty());
        int most = before.parts().length;
        assertThat(most).isGreaterThan(10);
        columns = more(columns, 20_001, 300, 2);
        Kept after = write(columns, 2, Optional.of(before));
        long stayed = LongStream.of(after.parts())
                .filter(part -> LongStream.of(before.parts()).anyMatch(old -> old == part))
                .count();
        assertThat(stayed).isEqualTo(most - 1L);
        Kept flagged = write(columns.reflagged(new int[] {5_000}, new int[] {7}, 3), 3, Optional.of(after));
        long same = LongStream.of(flagged.parts())
                .filter(part -> LongStream.of(after.parts()).anyMatch(old -> old == part))
                .count();
        assertThat(same).isEqualTo(after.parts().length - 1L);
    }

    private static String state(LogStore store) throws Exception {
        Snapshot snapshot = store.read(KATE, "box");
        StringBuilder all = new StringBuilder();
        for (int at = 0; at < snapshot.count(); at++) {
            all.append(snapshot.uid(at))
                    .append(' ')
                    .append(new TreeSet<>(snapshot.flags(at)))
                    .append(' ')
                    .append(snapshot.modSeq(at))
                    .append('\n');
        }
        return all.toString();
    }

    private static StoreOp append() {
        return new StoreOp.Append("box", Content.of(new byte[5]), new byte[3], Set.of(), Instant.EPOCH, "E");
    }

    @Test
    void aMailboxOfManyPiecesIsTheSameAfterEachStart() throws Exception {
        Random random = new Random(5);
        int operation = 0;
        String before = "";
        for (int round = 0; round < 5; round++) {
            try (LogStore store = new LogStore(home, new Settings(1_000_000, 0, 128 << 10, 1), Clock.systemUTC())) {
                if (round == 0) {
                    store.commit(KATE, "make", Optional.empty(), List.of(new StoreOp.CreateMailbox("box", "INBOX")));
                } else {
                    assertThat(state(store)).isEqualTo(before);
                }
                Shard shard = store.opened().shard(KATE);
                for (int i = 0; i < 8; i++) {
                    List<StoreOp> steps = new ArrayList<>();
                    IntStream.range(0, 150).forEach(n -> steps.add(append()));
                    int there = store.read(KATE, "box").count();
                    if (there > 0) {
                        long[] uids = {store.read(KATE, "box").uid(random.nextInt(there))};
                        steps.add(
                                i % 2 == 0
                                        ? new StoreOp.Expunge("box", uids)
                                        : new StoreOp.Flags("box", uids, Set.of("\\Seen"), Set.of()));
                    }
                    store.commit(KATE, "operation-" + operation++, Optional.empty(), steps);
                    Scribe.write(shard, shard.directory().line(KATE), Mover.none(shard));
                }
                shard.keeper().round(round == 3 ? 2 : 0.9);
                before = state(store);
                assertThat(store.troubles()).isEmpty();
            }
        }
    }
}
