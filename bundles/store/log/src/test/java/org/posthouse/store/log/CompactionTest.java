package org.posthouse.store.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.segments.Forcing;
import org.posthouse.lib.store.Claim;
import org.posthouse.lib.store.Columns;

/** Disk space comes back. */
final class CompactionTest {
    private static final AccountId KATE = new AccountId("kate");
    private static final int SEGMENT = 256 << 10;
    private static final int MESSAGES = 400;
    private static final int SIZE = 10_000;

    @TempDir
    private Path home;

    private LogStore open() {
        return new LogStore(home, new Settings(1_000_000, 0, SEGMENT, 1), Clock.systemUTC());
    }

    private static Committed commit(LogStore store, StoreOp... steps) throws Exception {
        return store.commit(KATE, UUID.randomUUID().toString(), Optional.empty(), List.of(steps));
    }

    private static StoreOp append(int number, int size) {
        byte[] octets = (number + " " + "x".repeat(size)).getBytes(UTF_8);
        return new StoreOp.Append("box", Content.of(octets), new byte[100], Set.of(), Instant.EPOCH, "");
    }

    private static long[] fill(LogStore store) throws Exception {
        commit(store, new StoreOp.CreateMailbox("box", "INBOX"));
        List<Long> uids = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            uids.add(commit(store, append(i, SIZE)).made().get(0).uid());
        }
        return uids.stream().mapToLong(Long::longValue).toArray();
    }

    private long octets() throws IOException {
        try (Stream<Path> files = Files.list(TestStore.folder(home).resolve("0"))) {
            return files.filter(file -> file.toString().endsWith(".seg")).count() * SEGMENT;
        }
    }

    private static void assertRest(LogStore store, long[] left) throws Exception {
        Snapshot snapshot = store.read(KATE, "box");
        assertThat(LongStream.range(0, snapshot.count()).map(at -> snapshot.uid((int) at)))
                .containsExactly(LongStream.of(left).boxed().toArray(Long[]::new));
        for (long uid : left) {
            try (Content content = store.content(KATE, "box", uid)) {
                content.check();
                assertThat(new String(content.bytes(0, 10), UTF_8)).startsWith((uid - 1) + " ");
            }
        }
    }

    @Test
    void afterMostIsExpungedLittleRemainsByItself() throws Exception {
        try (LogStore store = open()) {
            long[] uids = fill(store);
            assertThat(octets()).isGreaterThan((long) MESSAGES * SIZE);
            long[] gone = LongStream.of(uids).filter(uid -> uid % 10 != 0).toArray();
            long[] left = LongStream.of(uids).filter(uid -> uid % 10 == 0).toArray();
            commit(store, new StoreOp.Expunge("box", gone));
            ModSeq before = store.read(KATE, "box").modSeq();
            Snapshot seen = store.read(KATE, "box");
            Awaitility.await().untilAsserted(() -> assertThat(octets()).isLessThan(MESSAGES * SIZE * 3L / 10));
            assertThat(store.read(KATE, "box").modSeq()).isEqualTo(before);
            assertThat(store.since(KATE, "box", before).complete()).isTrue();
            assertThat(seen.count()).isEqualTo(left.length);
            assertRest(store, left);
        }
        try (LogStore store = open()) {
            assertRest(
                    store,
                    LongStream.rangeClosed(1, MESSAGES)
                            .filter(uid -> uid % 10 == 0)
                            .toArray());
            assertThat(store.troubles()).isEmpty();
        }
    }

    @Test
    void whatIsBeingReadStaysUntilItIsClosed() throws Exception {
        try (LogStore store = open()) {
            long[] uids = fill(store);
            Shard shard = store.opened().shards().get(0);
            long segment;
            try (Content content = store.content(KATE, "box", uids[0])) {
                segment = shard.log().segments().get(0).number();
                commit(store, new StoreOp.Expunge("box", uids));
                shard.keeper().round(2);
                assertThat(shard.log().segments().get(0).number()).isEqualTo(segment);
                content.check();
                assertThat(new String(content.bytes(0, 10), UTF_8)).startsWith("0 ");
            }
            shard.keeper().round(2);
            assertThat(shard.log().segments().get(0).number()).isGreaterThan(segment);
        }
    }

    @Test
    void theSegmentThatIsBeingWrittenIsEmptiedTooWhenMostOfItIsWaste() throws Exception {
        Settings large = new Settings(1_000_000, 0, 64 << 20, 1);
        try (LogStore store = new LogStore(home, large, Clock.systemUTC())) {
            long[] uids = fill(store);
            Shard shard = store.opened().shards().get(0);
            long first = shard.log().newest();
            long[] gone = LongStream.of(uids).filter(uid -> uid % 10 != 0).toArray();
            commit(store, new StoreOp.Expunge("box", gone));
            Awaitility.await()
                    .until(() -> shard.log().segments().stream().noneMatch(segment -> segment.number() == first));
            long second = shard.log().newest();
            for (int round = 0; round < 5; round++) {
                shard.keeper().round(0.9);
            }
            assertThat(shard.log().newest())
                    .as("nothing is written for nothing")
                    .isEqualTo(second);
            assertRest(store, LongStream.of(uids).filter(uid -> uid % 10 == 0).toArray());
        }
        try (LogStore store = new LogStore(home, large, Clock.systemUTC())) {
            assertThat(store.read(KATE, "box").count()).isEqualTo(MESSAGES / 10);
            assertThat(store.troubles()).isEmpty();
        }
    }

    @Test
    void aDiskThatHasLittleLeftGetsWhatIsKeptForLater() throws Exception {
        AtomicLong free = new AtomicLong(1L << 40);
        Path pool = TestStore.folder(home).resolve("0/pool");
        Settings small = new Settings(1_000_000, 1 << 20, SEGMENT, 1);
        try (LogStore store = TestStore.at(home, small, Forcing.DATA, free::get)) {
            long[] uids = fill(store);
            commit(store, new StoreOp.Expunge("box", uids));
            Shard shard = store.opened().shards().get(0);
            shard.keeper().round(0.9);
            assertThat(pool).isNotEmptyDirectory();
            free.set((1 << 20) + (100 << 10));
            shard.keeper().round(0.9);
            assertThat(pool.toFile().list((folder, name) -> name.endsWith(".seg")))
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(commit(store, append(1, SIZE)).made()).hasSize(1);
        }
    }

    /** A disk of which only what the store leaves is free; knows how little that was at worst. */
    private final class SmallDisk {
        private static final long RESERVE = 1 << 20;

        private final AtomicLong size = new AtomicLong(1L << 40);
        private final AtomicLong worst = new AtomicLong(Long.MAX_VALUE);
        private final LogStore store;

        SmallDisk(int segment) {
            store = new LogStore(
                    new Settings(1_000_000, RESERVE, segment, 1),
                    new Disk(Forcing.DATA, this::free, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)),
                    Claim.alone(TestStore.folder(home)));
        }

        private long free() {
            long free = size.get() - used();
            worst.accumulateAndGet(free, Math::min);
            return free;
        }

        private long used() {
            try (Stream<Path> files = Files.walk(TestStore.folder(home))) {
                return files.map(Path::toFile)
                        .filter(File::isFile)
                        .mapToLong(File::length)
                        .sum();
            } catch (IOException | UncheckedIOException vanished) {
                return size.get();
            }
        }

        /** Makes it so small that this is left. */
        void leave(long octets) throws Exception {
            store.opened().shards().get(0).log().giveBack();
            size.set(used() + octets);
            worst.set(octets);
            // From now on this is known.
            assertThat(store.opened().shards().get(0).reserve().scarce()).isTrue();
        }

        void round() throws Exception {
            store.opened().shards().get(0).keeper().round(0.9);
        }
    }

    private static long[] thirds(long[] uids, boolean kept) {
        return LongStream.of(uids).filter(uid -> (uid % 3 == 0) == kept).toArray();
    }

    @Test
    void aNearlyFullDiskGetsRoomBackAndWhatDeletingNeedsStays() throws Exception {
        SmallDisk disk = new SmallDisk(SEGMENT);
        try (LogStore store = disk.store) {
            long[] uids = fill(store);
            Shard shard = store.opened().shards().get(0);
            synchronized (shard.keeper()) {
                commit(store, new StoreOp.Expunge("box", thirds(uids, false)));
                disk.leave(SmallDisk.RESERVE * 3 / 4);
                assertThatThrownBy(() -> commit(store, append(0, SIZE))).isInstanceOf(MailException.class);
            }
            Awaitility.await().ignoreExceptions().untilAsserted(() -> {
                disk.round();
                assertThat(commit(store, append(0, SIZE)).made()).hasSize(1);
            });
            assertThat(disk.worst.get()).isNotNegative();
            assertThirds(store, uids);
        }
    }

    private static void assertThirds(LogStore store, long[] uids) throws Exception {
        long[] left = thirds(uids, true);
        assertThat(store.read(KATE, "box").count()).isEqualTo(left.length + 1);
        for (long uid : left) {
            try (Content content = store.content(KATE, "box", uid)) {
                content.check();
            }
        }
    }

    @Test
    void aDiskThatIsFullGetsRoomBackByWhatWasKeptForThat() throws Exception {
        SmallDisk disk = new SmallDisk(SEGMENT);
        try (LogStore store = disk.store) {
            long[] uids = fill(store);
            Shard shard = store.opened().shards().get(0);
            synchronized (shard.keeper()) {
                List<Long> more = new ArrayList<>();
                while (shard.log().prepared() < SEGMENT * 3 / 2) {
                    more.add(commit(store, append(0, SIZE)).made().get(0).uid());
                    shard.log().fillAhead();
                }
                disk.leave(0);
                commit(store, new StoreOp.Expunge("box", thirds(uids, false)));
                for (long uid : more) {
                    commit(store, new StoreOp.Expunge("box", new long[] {uid}));
                }
            }
            Awaitility.await().ignoreExceptions().untilAsserted(() -> {
                disk.round();
                assertThat(commit(store, append(0, SIZE)).made()).hasSize(1);
            });
            assertThat(disk.worst.get()).isNotNegative();
            assertThirds(store, uids);
        }
    }

    @Test
    void aSegmentForWhichThereIsNoRoomIsToldUntilThereIs() throws Exception {
        SmallDisk disk = new SmallDisk(16 << 20);
        try (LogStore store = disk.store) {
            long[] uids = fill(store);
            Shard shard = store.opened().shards().get(0);
            shard.log().fillAhead();
            Path filled = TestStore.folder(home).resolve("0/pool/filled.seg");
            synchronized (shard.keeper()) {
                // Nobody fills another one.
                disk.size.set(0);
                Files.delete(filled);
                disk.leave(0);
                commit(store, new StoreOp.Expunge("box", thirds(uids, false)));
                disk.round();
                assertThat(store.troubles()).singleElement().asString().contains(" MiB more must be free");
                disk.size.addAndGet(16 << 20);
                disk.round();
                disk.round();
            }
            assertThat(store.troubles()).isEmpty();
            assertThat(shard.log().segments()).noneMatch(segment -> segment.number() == 1);
        }
    }

    /** A segment in which somebody reads stays for as long as he does. */
    @Test
    void whatIsCopiedInVainIsNotCopiedAgainAndAgain() throws Exception {
        SmallDisk disk = new SmallDisk(SEGMENT);
        try (LogStore store = disk.store) {
            long[] uids = fill(store);
            Shard shard = store.opened().shards().get(0);
            synchronized (shard.keeper()) {
                try (Content reading = store.content(KATE, "box", uids[0])) {
                    long first = shard.log().segments().get(0).number();
                    commit(store, new StoreOp.Expunge("box", firstHalfOf(store, first)));
                    disk.leave(SmallDisk.RESERVE);
                    disk.round();
                    long newest = shard.log().newest();
                    long wasted = shard.directory().tally().wasted();
                    for (int i = 0; i < 10; i++) {
                        disk.round();
                    }
                    assertThat(shard.log().newest()).isEqualTo(newest);
                    assertThat(shard.directory().tally().wasted()).isEqualTo(wasted);
                    assertThat(shard.log().segments().get(0).number()).isEqualTo(first);
                    reading.check();
                }
            }
        }
    }

    /** UIDs of every second message of the oldest segment. */
    private static long[] firstHalfOf(LogStore store, long segment) throws Exception {
        Shard shard = store.opened().shards().get(0);
        Columns columns =
                shard.opened(KATE, "box").box("box").index().orElseThrow().columns();
        return IntStream.range(0, columns.count())
                .filter(at -> at % 2 == 1 && Positions.segment(columns.content(at)) == segment)
                .mapToLong(columns::uid)
                .toArray();
    }

    @Test
    void largeMessagesHaveFilesThatGoWithThem() throws Exception {
        Path files = TestStore.folder(home).resolve("0/content");
        try (LogStore store = open()) {
            commit(store, new StoreOp.CreateMailbox("box", "INBOX"), new StoreOp.CreateMailbox("other", "Other"));
            long uid = commit(store, append(0, 200_000)).made().get(0).uid();
            assertThat(files).isDirectoryContaining("glob:**.msg");
            commit(store, new StoreOp.Copy("box", new long[] {uid}, "other", true));
            store.opened().shards().get(0).keeper().round(0);
            long there = store.read(KATE, "other").uid(0);
            try (Content content = store.content(KATE, "other", there)) {
                content.check();
                assertThat(content.size()).isEqualTo(200_002);
            }
        }
        try (LogStore store = open()) {
            assertThat(store.structure(KATE, "other", 1)).hasSize(100);
            commit(store, new StoreOp.Expunge("other", new long[] {1}));
            Awaitility.await().untilAsserted(() -> assertThat(files).isEmptyDirectory());
        }
    }

    @Test
    void anAccountsRecordsAreFewHoweverManyCommitsItHas() throws Exception {
        try (LogStore store = open()) {
            commit(store, new StoreOp.CreateMailbox("box", "INBOX"), append(0, 10));
            for (int i = 0; i < 3000; i++) {
                commit(store, new StoreOp.Flags("box", new long[] {1}, Set.of("k" + i % 7), Set.of("k" + (i + 1) % 7)));
            }
            Shard shard = store.opened().shards().get(0);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(shard.directory().line(KATE).tailLength())
                            .isLessThan(1024));
            Awaitility.await().untilAsserted(() -> assertThat(octets()).isLessThanOrEqualTo(3L * SEGMENT));
        }
    }
}
