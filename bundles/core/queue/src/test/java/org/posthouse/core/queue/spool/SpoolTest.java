package org.posthouse.core.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.lib.segments.DamagedException;
import org.posthouse.tck.queue.QueueHouse;
import org.posthouse.testkit.Await;

class SpoolTest {
    private static final SpoolSettings SETTINGS = new SpoolSettings(1 << 20, 0, Duration.ofMillis(20));
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    Path folder;

    private Spool open() throws IOException {
        return new Spool(folder, SETTINGS);
    }

    private static Content content(int seed, int size) {
        byte[] octets = new byte[size];
        new Random(seed).nextBytes(octets);
        return Content.of(octets);
    }

    private static Item put(Spool spool, int number, int size) throws MailException {
        List<Item> taken = new ArrayList<>();
        spool.enqueue(
                QueueHouse.envelope("Q" + number, "kate@here.example"), content(number, size), NOW, NOW, taken::add);
        return taken.get(0);
    }

    private static void done(Spool spool, Item item) throws MailException {
        spool.note(item, Map.of(0, item.recipient(0).done(Status.DELIVERED, "delivered")), false);
    }

    private static void defer(Spool spool, Item item, String why) throws MailException {
        Progress later = item.recipient(0).deferred(NOW.plusSeconds(60), Status.NOT_NOW, why, List.of());
        spool.note(item, Map.of(0, later), false);
    }

    private static byte[] octets(Spool spool, Item item) throws IOException {
        try (Lease lease = spool.lease(item)) {
            return lease.content().bytes(0, (int) lease.content().size());
        }
    }

    private long files(String part) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(part))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void segmentsThatNobodyWantsAreFreed() throws Exception {
        try (Spool spool = open()) {
            for (int i = 0; i < 200; i++) {
                done(spool, put(spool, i, 50_000));
            }
            Await.until("one is left", () -> files("mail") == 1);
            assertThat(files("mail/pool")).isBetween(1L, 4L);
        }
        try (Spool spool = open()) {
            assertThat(spool.items()).isEmpty();
        }
    }

    @Test
    void theFewThatKeepASegmentAliveAreMovedAndKeepTheirState() throws Exception {
        List<Item> kept = new ArrayList<>();
        try (Spool spool = open()) {
            for (int i = 0; i < 200; i++) {
                Item item = put(spool, i, 50_000);
                if (i % 19 == 0) {
                    defer(spool, item, "later " + i);
                    kept.add(item);
                } else {
                    done(spool, item);
                }
            }
            Await.until("they moved together", () -> files("mail") <= 3);
            for (Item item : kept) {
                int number = Integer.parseInt(item.id().substring(1));
                assertThat(octets(spool, item))
                        .isEqualTo(content(number, 50_000).bytes(0, 50_000));
            }
        }
        try (Spool spool = open()) {
            assertThat(spool.items())
                    .extracting(Item::id)
                    .containsExactlyInAnyOrderElementsOf(
                            kept.stream().map(Item::id).toList());
            for (Item item : spool.items()) {
                int number = Integer.parseInt(item.id().substring(1));
                assertThat(item.recipient(0).reply()).isEqualTo("later " + number);
                assertThat(octets(spool, item))
                        .isEqualTo(content(number, 50_000).bytes(0, 50_000));
                done(spool, item);
            }
        }
        try (Spool spool = open()) {
            assertThat(spool.items()).isEmpty();
        }
    }

    @Test
    void aSegmentIsNotUsedAgainWhileSomebodyReadsInIt() throws Exception {
        try (Spool spool = open()) {
            Item first = put(spool, 0, 50_000);
            defer(spool, first, "read from the disk from now on");
            try (Lease lease = spool.lease(first)) {
                done(spool, first);
                for (int i = 1; i < 100; i++) {
                    done(spool, put(spool, i, 50_000));
                }
                Await.until("others are freed", () -> files("mail") == 2);
                assertThat(lease.content().bytes(0, 50_000))
                        .isEqualTo(content(0, 50_000).bytes(0, 50_000));
            }
            Await.until("it is freed", () -> files("mail") == 1);
        }
    }

    @Test
    void marksAreWrittenAnewWhenMostAreOutdated() throws Exception {
        Item item;
        Item other;
        try (Spool spool = open()) {
            item = put(spool, 1, 100);
            other = put(spool, 2, 100);
            done(spool, other);
            String why = "x".repeat(400);
            for (int i = 0; i < 20_000; i++) {
                defer(spool, item, i + why);
            }
            Await.until("the old ones are gone", () -> files("state") <= 2);
        }
        try (Spool spool = open()) {
            assertThat(spool.items()).extracting(Item::id).containsExactly("Q1");
            assertThat(spool.find("Q1").orElseThrow().recipient(0).reply()).startsWith("19999x");
            assertThat(spool.find("Q1").orElseThrow().recipient(0).attempts()).isEqualTo(20_000);
        }
    }

    @Test
    void aLargeMessageHasAFileOfItsOwnWhichGoesWithIt() throws Exception {
        try (Spool spool = open()) {
            put(spool, 1, 3 << 20);
            assertThat(files("content")).isEqualTo(1);
            Files.write(folder.resolve("content/99.msg"), new byte[10]);
        }
        try (Spool spool = open()) {
            assertThat(files("content")).isEqualTo(1);
            Item same = spool.find("Q1").orElseThrow();
            assertThat(Arrays.equals(octets(spool, same), content(1, 3 << 20).bytes(0, 3 << 20)))
                    .isTrue();
            done(spool, same);
            Await.until("its file is gone", () -> files("content") == 0);
        }
        try (Spool spool = open()) {
            assertThat(spool.items()).isEmpty();
        }
    }

    private void flip() throws IOException {
        Path segment = folder.resolve("mail/0000000001.seg");
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer octets = ByteBuffer.allocate(1);
            file.read(octets, 3000);
            octets.put(0, (byte) (octets.get(0) ^ 4)).rewind();
            file.write(octets, 3000);
        }
    }

    @Test
    void aMailThatHasJustComeIsReadFromMemoryByItsFirstRoundAlone() throws Exception {
        try (Spool spool = open()) {
            Item item = put(spool, 1, 5000);
            flip();
            try (Lease lease = spool.lease(item)) {
                assertThat(lease.envelope().queueId()).isEqualTo("Q1");
                assertThat(lease.arrived()).isEqualTo(NOW);
                defer(spool, item, "later");
                assertThat(lease.content().bytes(0, 5001))
                        .isEqualTo(content(1, 5000).bytes(0, 5000));
            }
            assertThatThrownBy(() -> spool.lease(item)).isInstanceOf(DamagedException.class);
        }
    }

    @Test
    void aMailIsInMemoryIfItIsDueWithinTheMillisecondInWhichItCameAndNotIfLater() throws Exception {
        try (Spool spool = open()) {
            List<Item> taken = new ArrayList<>();
            for (Instant notBefore : List.of(NOW.plusNanos(999_999), NOW.plusMillis(1), Instant.MAX)) {
                String id = "Q" + notBefore;
                spool.enqueue(
                        QueueHouse.envelope(id, "kate@here.example"), content(1, 100), NOW, notBefore, taken::add);
            }
            assertThat(taken).extracting(item -> item.fresh().isPresent()).containsExactly(true, false, false);
        }
    }

    @Test
    void whatWaitsInMemoryIsBoundedAndTheRestReadFromTheDisk() throws Exception {
        try (Spool spool = open()) {
            List<Item> all = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                all.add(put(spool, i, 50_000));
            }
            long kept = all.stream().filter(item -> item.fresh().isPresent()).count();
            assertThat(kept).isBetween(300L, 335L);
            for (int i = 0; i < 400; i++) {
                assertThat(octets(spool, all.get(i)))
                        .isEqualTo(content(i, 50_000).bytes(0, 50_000));
                done(spool, all.get(i));
            }
            assertThat(put(spool, 400, 50_000).fresh()).isPresent();
        }
    }

    @Test
    void flippedBitsInAMessageAreNoticedAndOthersServed() throws Exception {
        try (Spool spool = open()) {
            put(spool, 1, 5000);
            put(spool, 2, 5000);
        }
        flip();
        try (Spool spool = open()) {
            Item damaged = spool.find("Q1").orElseThrow();
            assertThatThrownBy(() -> spool.lease(damaged)).isInstanceOf(DamagedException.class);
            assertThat(octets(spool, spool.find("Q2").orElseThrow())).hasSize(5000);
        }
    }

    @Test
    void onlyOneMayHaveTheSpool() throws Exception {
        try (Spool spool = open()) {
            put(spool, 1, 10);
            assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("open already");
        }
        open().close();
    }
}
