package org.posthouse.core.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.tck.queue.QueueHouse;
import org.posthouse.testkit.Await;

/** A spool whose files are damaged, gone, or in the hands of another. */
class DamagedSpoolTest {
    private static final SpoolSettings SETTINGS = new SpoolSettings(1 << 20, 0, Duration.ofMillis(20));
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final int LARGE = 3 << 20;
    /** The header of a segment and the head of its first record, which begins with letters. */
    private static final int HEADS = 64 + 48;

    @TempDir
    Path home;

    private Spool open() throws IOException {
        return new Spool(home.resolve("queue"), SETTINGS);
    }

    private Path file(String name) {
        return home.resolve("queue").resolve(name);
    }

    private static byte[] octets(int number, int size) {
        byte[] octets = new byte[size];
        new Random(number).nextBytes(octets);
        return octets;
    }

    private static Item put(Spool spool, int number, int size) throws MailException {
        List<Item> taken = new ArrayList<>();
        spool.enqueue(
                QueueHouse.envelope("Q" + number, "kate@here.example"),
                Content.of(octets(number, size)),
                NOW,
                NOW,
                taken::add);
        return taken.get(0);
    }

    private static byte[] read(Spool spool, String id) throws IOException {
        try (Lease lease = spool.lease(spool.find(id).orElseThrow())) {
            return lease.content().bytes(0, (int) lease.content().size());
        }
    }

    private static List<String> ids(Spool spool) {
        return spool.items().stream().map(Item::id).sorted().toList();
    }

    /** Changes octets of what a record says of this mail. */
    private void hurt(String segment, String id, int... masks) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(file(segment).toFile(), "rw")) {
            byte[] all = new byte[64 << 10];
            int length = file.read(all);
            int at = new String(all, 0, length, StandardCharsets.ISO_8859_1).indexOf(id, HEADS);
            assertThat(at).isPositive();
            for (int i = 0; i < masks.length; i++) {
                file.seek(at - 3L * i);
                file.write(all[at - 3 * i] ^ masks[i]);
            }
        }
    }

    @Test
    void aBitThatFlippedInARecordCostsNothing() throws Exception {
        try (Spool spool = open()) {
            put(spool, 1, LARGE);
            put(spool, 2, 100);
        }
        hurt("mail/0000000001.seg", "Q1", 1);
        try (Spool spool = open()) {
            assertThat(ids(spool)).containsExactly("Q1", "Q2");
            assertThat(Arrays.equals(read(spool, "Q1"), octets(1, LARGE))).isTrue();
            assertThat(spool.troubles()).isEmpty();
        }
    }

    @Test
    void theMessageOfADamagedRecordIsKeptAndComesBackWithIt() throws Exception {
        try (Spool spool = open()) {
            put(spool, 1, LARGE);
            put(spool, 2, 100);
        }
        Path sound = Files.copy(file("mail/0000000001.seg"), home.resolve("sound"));
        hurt("mail/0000000001.seg", "Q1", 1, 255);
        Path kept = file("quarantine/1.msg");
        try (Spool spool = open()) {
            assertThat(ids(spool)).containsExactly("Q2");
            assertThat(kept).hasBinaryContent(octets(1, LARGE));
            assertThat(spool.troubles()).anyMatch(trouble -> trouble.contains("is damaged"));
            assertThat(spool.troubles()).anyMatch(trouble -> trouble.contains(kept.toString()));
            put(spool, 3, LARGE);
            assertThat(file("content/3.msg")).exists();
        }
        Files.copy(sound, file("mail/0000000001.seg"), StandardCopyOption.REPLACE_EXISTING);
        try (Spool spool = open()) {
            assertThat(ids(spool)).containsExactly("Q1", "Q2", "Q3");
            assertThat(Arrays.equals(read(spool, "Q1"), octets(1, LARGE))).isTrue();
            assertThat(spool.troubles()).isEmpty();
        }
    }

    @Test
    void whatIsKeptForADamagedRecordStaysWhenTheRecordHasGone() throws Exception {
        try (Spool spool = open()) {
            put(spool, 1, LARGE);
            put(spool, 2, 100);
        }
        hurt("mail/0000000001.seg", "Q1", 1, 255);
        try (Spool spool = open()) {
            Item rest = spool.find("Q2").orElseThrow();
            spool.note(rest, Map.of(0, rest.recipient(0).done(Status.DELIVERED, "delivered")), false);
            put(spool, 3, 100);
            Await.until("its segment is gone", () -> Files.notExists(file("mail/0000000001.seg")));
        }
        for (int start = 0; start < 2; start++) {
            try (Spool spool = open()) {
                assertThat(file("quarantine/1.msg")).exists();
                assertThat(spool.troubles()).singleElement().asString().contains("1.msg");
            }
        }
    }

    @Test
    void whatNobodyNamesIsDeletedWhenAllIsWell() throws Exception {
        open().close();
        Files.writeString(file("content/7.msg"), "of a mail that was never taken");
        open().close();
        assertThat(file("content/7.msg")).doesNotExist();
        assertThat(file("quarantine")).doesNotExist();
    }

    @Test
    void aMissingSegmentIsToldWithItsMailsAndAllIsBackWithIt() throws Exception {
        try (Spool spool = open()) {
            put(spool, 1, 100);
            put(spool, 2, LARGE);
        }
        Path kept = Files.move(file("mail/0000000001.seg"), home.resolve("kept"));
        try (Spool spool = open()) {
            put(spool, 3, 100);
        }
        for (int start = 0; start < 2; start++) {
            try (Spool spool = open()) {
                assertThat(ids(spool)).containsExactly("Q3");
                assertThat(spool.troubles())
                        .anyMatch(
                                trouble -> trouble.startsWith("queue: " + file("mail/0000000001.seg") + " is missing: ")
                                        && trouble.contains("2 mails that waited in it cannot be delivered"));
                assertThat(file("quarantine/2.msg")).hasBinaryContent(octets(2, LARGE));
            }
        }
        Files.move(kept, file("mail/0000000001.seg"));
        try (Spool spool = open()) {
            assertThat(ids(spool)).containsExactly("Q1", "Q2", "Q3");
            assertThat(Arrays.equals(read(spool, "Q2"), octets(2, LARGE))).isTrue();
            assertThat(spool.troubles()).isEmpty();
        }
    }

    @Test
    void theNumberOfAMissingSegmentIsNotUsedAgain() throws Exception {
        try (Spool spool = open()) {
            put(spool, 1, 100);
        }
        Files.delete(file("mail/0000000001.seg"));
        try (Spool spool = open()) {
            assertThat(spool.troubles()).hasSize(1);
            Item item = put(spool, 2, 100);
            assertThat(item.place().segment().number()).isEqualTo(2);
            assertThat(item.serial()).isEqualTo(2);
        }
    }

    @Test
    void missingMarksAreTold() throws Exception {
        try (Spool spool = open()) {
            Item item = put(spool, 1, 100);
            put(spool, 2, 100);
            spool.note(item, Map.of(0, item.recipient(0).done(Status.DELIVERED, "delivered")), true);
        }
        Files.delete(file("state/0000000001.seg"));
        try (Spool spool = open()) {
            assertThat(ids(spool)).containsExactly("Q1", "Q2");
            assertThat(spool.troubles()).singleElement().asString().contains("may be delivered once more");
        }
    }

    @Test
    void segmentsThatHaveGoneBecauseNobodyWantedThemAreNotMissed() throws Exception {
        try (Spool spool = open()) {
            put(spool, 1, 100);
        }
        try (Spool spool = open()) {
            Item item = spool.find("Q1").orElseThrow();
            put(spool, 2, 100);
            spool.note(item, Map.of(0, item.recipient(0).done(Status.DELIVERED, "delivered")), false);
            Await.until("it is gone", () -> Files.notExists(file("mail/0000000001.seg")));
            // As a kill would leave it.
            Files.copy(file("inventory"), home.resolve("inventory"));
        }
        Files.copy(home.resolve("inventory"), file("inventory"), StandardCopyOption.REPLACE_EXISTING);
        try (Spool spool = open()) {
            assertThat(ids(spool)).containsExactly("Q2");
            assertThat(spool.troubles()).isEmpty();
        }
    }

    @Test
    void anInventoryThatCannotBeReadHarmsNobody() throws Exception {
        try (Spool spool = open()) {
            put(spool, 1, 100);
        }
        Files.writeString(file("inventory"), "nonsense");
        try (Spool spool = open()) {
            assertThat(ids(spool)).containsExactly("Q1");
        }
        Files.delete(file("inventory"));
        Files.createDirectory(file("inventory"));
        try (Spool spool = open()) {
            assertThat(ids(spool)).containsExactly("Q1");
            put(spool, 2, 100);
        }
    }

    @Test
    void whatIsInTheWayIsNamedWithWhatToDo() throws Exception {
        Files.createDirectories(file("lock"));
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("remove it");
        Files.delete(file("lock"));
        for (String name : List.of("content", "mail", "state")) {
            Files.writeString(file(name), "in the way");
            assertThatThrownBy(this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file(name).toString())
                    .hasMessageContaining("move it away");
            Files.delete(file(name));
        }
        open().close();
    }

    /** A message that comes only when it may. */
    private record Late(CountDownLatch begun, CountDownLatch may) implements Content {
        @Override
        public long size() {
            return LARGE;
        }

        @Override
        public InputStream open() throws IOException {
            begun.countDown();
            try {
                may.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return InputStream.nullInputStream();
        }

        @Override
        public long transferTo(long offset, long count, WritableByteChannel target) {
            return 0;
        }

        @Override
        public void close() {
            may.countDown();
        }
    }

    @Test
    void theNextWaitsUntilTheLastThreadThatWritesHasEnded() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Late late = new Late(new CountDownLatch(1), new CountDownLatch(1))) {
            Spool former = open();
            CompletableFuture<String> writing =
                    CompletableFuture.supplyAsync(() -> enqueue(former, "Late", late), threads);
            late.begun().await();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(former::close, threads);
            AtomicInteger number = new AtomicInteger();
            Await.until(
                    "it takes nothing", () -> enqueue(former, "Q" + number.incrementAndGet(), Content.of(octets(1, 10)))
                            .contains("closing"));
            assertThatThrownBy(this::open).isInstanceOf(InUseException.class);
            assertThat(writing).isNotDone();
            late.may().countDown();
            closing.join();
            assertThat(writing.join()).contains("queue cannot write");
            open().close();
        } finally {
            threads.shutdownNow();
        }
    }

    private static String enqueue(Spool spool, String id, Content content) {
        try {
            spool.enqueue(QueueHouse.envelope(id, "kate@here.example"), content, NOW, NOW, item -> {});
            return "taken";
        } catch (MailException e) {
            return e.getMessage();
        }
    }
}
