package org.posthouse.core.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.lib.segments.DiskFull;
import org.posthouse.tck.queue.QueueHouse;
import org.posthouse.testkit.Await;

/** A disk that is full while the spool is to be tidied up, on a file system of its own. */
class FullDiskTest {
    private static final SpoolSettings SETTINGS = new SpoolSettings(1 << 20, 0, Duration.ofMillis(20));
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final int SIZE = 50_000;
    /** Of so many one stays: too few for a segment of their own to be worth while. */
    private static final int FEW = 5;

    @TempDir
    Path disk;

    @TempDir
    Path elsewhere;

    private boolean mounted;
    private int last;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString());
        assumeTrue(mounted, "file systems may not be mounted here: only root may");
    }

    @AfterEach
    void takeAway() throws Exception {
        if (mounted) {
            assertThat(run("umount", disk.toString()) || run("umount", "-l", disk.toString()))
                    .isTrue();
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            // There is no such program.
            return false;
        }
    }

    private Spool open() throws IOException {
        return new Spool(disk.resolve("queue"), SETTINGS);
    }

    private static byte[] octets(int number) {
        byte[] octets = new byte[SIZE];
        new Random(number).nextBytes(octets);
        return octets;
    }

    private Item put(Spool spool) throws MailException {
        int number = ++last;
        List<Item> taken = new ArrayList<>();
        spool.enqueue(
                QueueHouse.envelope("Q" + number, "kate@here.example"),
                Content.of(octets(number)),
                NOW,
                NOW,
                taken::add);
        return taken.get(0);
    }

    private static void note(Spool spool, Item item, Progress progress) throws MailException {
        spool.note(item, Map.of(0, progress), false);
    }

    private long segments() throws IOException {
        try (Stream<Path> files = Files.list(disk.resolve("queue/mail"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    /** Takes all the room that is left; whoever gives it back deletes the file. */
    private Path fill() throws IOException {
        Path filler = disk.resolve("filler");
        try (FileChannel file = FileChannel.open(
                filler, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer page = ByteBuffer.allocate(4096);
            while (true) {
                file.write(page.clear());
            }
        } catch (IOException full) {
            assertThat(DiskFull.is(full)).isTrue();
            return filler;
        }
    }

    private void assertWhole(Spool spool, List<Item> waiting) throws IOException {
        assertThat(ids(spool.items())).containsExactlyInAnyOrderElementsOf(ids(waiting));
        for (Item item : spool.items()) {
            try (Lease lease = spool.lease(item)) {
                assertThat(lease.content().bytes(0, SIZE))
                        .isEqualTo(octets(Integer.parseInt(item.id().substring(1))));
            }
        }
    }

    /** One of some waits on, and its neighbours are done. */
    private static List<Item> mark(Spool spool, Collection<Item> all) throws MailException {
        List<Item> waiting = new ArrayList<>();
        for (Item item : all) {
            Progress progress = item.recipient(0);
            if (item.id().hashCode() % FEW == 0) {
                note(spool, item, progress.deferred(NOW.plusSeconds(60), Status.NOT_NOW, item.id(), List.of()));
                waiting.add(item);
            } else {
                note(spool, item, progress.done(Status.DELIVERED, "delivered"));
            }
        }
        return waiting;
    }

    private static void assertDeferred(Spool spool) {
        assertThat(spool.items())
                .allSatisfy(item -> assertThat(item.recipient(0).reply()).isEqualTo(item.id()));
    }

    /** So many that they lie in several segments. */
    private List<Item> putMany(Spool spool) throws MailException {
        List<Item> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(put(spool));
        }
        return all;
    }

    /** Puts more until there is no room for any. */
    private void putUntilItIsFull(Spool spool, List<Item> all) throws IOException {
        assertThatThrownBy(() -> {
                    while (true) {
                        all.add(put(spool));
                    }
                })
                .isInstanceOfSatisfying(
                        MailException.class, full -> assertThat(full.status()).isEqualTo(Status.SYSTEM_FULL));
    }

    @Test
    void nothingIsLostAndAllIsTidiedUpAndNotedOnceThereIsRoom() throws Exception {
        List<Item> waiting;
        try (Spool spool = open()) {
            List<Item> all = putMany(spool);
            Path filler = fill();
            putUntilItIsFull(spool, all);
            fill();
            waiting = mark(spool, all);
            // It is looked each second whether segments can be emptied into one that there is no room for.
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2500);
            while (System.nanoTime() < end) {
                assertWhole(spool, waiting);
            }
            Files.delete(filler);
            Await.until("few segments are left", () -> segments() <= 3);
            Await.untilAsserted(() -> assertThat(afterPowerLoss()).containsExactlyInAnyOrderElementsOf(ids(waiting)));
        }
        try (Spool spool = open()) {
            assertWhole(spool, waiting);
            assertDeferred(spool);
            assertThat(put(spool).id()).isEqualTo("Q" + last);
        }
    }

    @Test
    void whoOpensOnAFullDiskHasAllAndGoesOnWhenThereIsRoom() throws Exception {
        List<Item> all;
        Path filler;
        try (Spool spool = open()) {
            all = putMany(spool);
            filler = fill();
            putUntilItIsFull(spool, all);
        }
        fill();
        try (Spool spool = open()) {
            assertWhole(spool, all);
            assertThatThrownBy(() -> put(spool)).isInstanceOf(MailException.class);
            Files.delete(filler);
            Await.until("mail is taken", () -> takes(spool, all));
            assertWhole(spool, all);
        }
    }

    private boolean takes(Spool spool, List<Item> all) {
        try {
            return all.add(put(spool));
        } catch (MailException full) {
            return false;
        }
    }

    /** Who is in the spool if this process ends now. */
    private List<String> afterPowerLoss() throws IOException {
        Path queue = disk.resolve("queue");
        Path copy = Files.createTempDirectory(elsewhere, "copy");
        try (Stream<Path> all = Files.walk(queue)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(queue.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
        try (Spool spool = new Spool(copy, SETTINGS)) {
            assertDeferred(spool);
            return ids(spool.items());
        }
    }

    private static List<String> ids(Collection<Item> items) {
        return items.stream().map(Item::id).toList();
    }
}
