package org.posthouse.store.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.store.Claim;

/** Messages that lean on each other, at whichever force of the disk the process ends, before it or after it. */
final class SharedCrashTest {
    private static final int ACCOUNTS = 4;
    private static final int STEPS = Boolean.getBoolean("posthouse.long") ? 1500 : 90;
    private static final Settings SMALL = new Settings(6, 0, 128 << 10, 1);

    @TempDir
    private Path home;

    @TempDir
    private Path crashed;

    /** What has been acknowledged: by account and UID, what the message begins and ends with. */
    private final List<Map<Long, String>> acknowledged = new CopyOnWriteArrayList<>();

    private final Random random = new Random(7);
    private volatile int changing = -1;
    private volatile int images;

    private static AccountId account(int number) {
        return new AccountId("account-" + number);
    }

    private static String text(String beginning, int end) {
        return beginning + Integer.toString(end).repeat(6000 + 300 * end);
    }

    private static StoreOp append(String beginning, int end) {
        Content last = Content.identified(Content.of(text("", end).getBytes(US_ASCII)), "end " + end);
        Content message = Content.join(List.of(Content.of(beginning.getBytes(US_ASCII)), last));
        return new StoreOp.Append("box", message, new byte[30], Set.of(), Instant.EPOCH, "");
    }

    private void forced(FileChannel channel) throws IOException {
        if (random.nextInt(3) == 0) {
            look();
        }
        channel.force(false);
        if (random.nextInt(3) == 0) {
            look();
        }
    }

    /** What a process would find that came after this one had been killed now. */
    private void look() throws IOException {
        images = images + 1;
        Path image = crashed.resolve(Integer.toString(images));
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Path copy = image.resolve(home.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (!file.toString().contains("pool")) {
                    Files.copy(file, copy);
                }
            }
        }
        if (random.nextBoolean()) {
            Files.deleteIfExists(TestStore.folder(image).resolve("0/checkpoint"));
        }
        try (LogStore store = new LogStore(image, SMALL, Clock.systemUTC())) {
            for (int number = 0; number < acknowledged.size(); number++) {
                assertThere(store, number, number == changing);
            }
            assertThat(store.troubles()).isEmpty();
        } catch (Exception failure) {
            throw new AssertionError("image " + images, failure);
        }
    }

    private void assertThere(LogStore store, int number, boolean loosely) throws Exception {
        Map<Long, String> expected = acknowledged.get(number);
        if (loosely && store.mailboxes(account(number)).all().isEmpty()) {
            return;
        }
        Snapshot snapshot = store.read(account(number), "box");
        List<Long> uids = new ArrayList<>();
        for (int at = 0; at < snapshot.count(); at++) {
            long uid = snapshot.uid(at);
            uids.add(uid);
            try (Content content = store.content(account(number), "box", uid)) {
                String found = new String(content.sound(), US_ASCII);
                String text = expected.get(uid);
                if (text != null) {
                    assertThat(found).isEqualTo(text);
                }
            }
        }
        if (!loosely) {
            assertThat(uids).containsExactlyElementsOf(expected.keySet());
        }
    }

    @Test
    void nothingThatWasAcknowledgedIsLost() throws Exception {
        Disk disk = new Disk(this::forced, () -> 1L << 40, Clock.systemUTC());
        try (LogStore store = new LogStore(SMALL, disk, Claim.alone(TestStore.folder(home)))) {
            Keeper keeper = store.opened().shards().get(0).keeper();
            synchronized (keeper) {
                // It tidies up when it is told to, and not while an image is made.
                for (int step = 0; step < STEPS; step++) {
                    step(store, step);
                }
            }
            changing = -1;
            for (int number = 0; number < ACCOUNTS; number++) {
                assertThere(store, number, false);
            }
            assertThat(store.troubles()).isEmpty();
        }
        assertThat(images).isGreaterThan(STEPS / 4);
    }

    private void step(LogStore store, int step) throws Exception {
        int number = step < ACCOUNTS ? step : random.nextInt(ACCOUNTS);
        String id = "operation-" + step;
        if (step < ACCOUNTS) {
            store.commit(account(number), id, Optional.empty(), List.of(new StoreOp.CreateMailbox("box", "INBOX")));
            acknowledged.add(new ConcurrentSkipListMap<>());
            return;
        }
        Map<Long, String> its = acknowledged.get(number);
        changing = number;
        int what = random.nextInt(10);
        if (what < 5 || its.isEmpty()) {
            int end = random.nextInt(4);
            String beginning = "To: " + step + "\r\n";
            long uid = store.commit(account(number), id, Optional.empty(), List.of(append(beginning, end)))
                    .made()
                    .get(0)
                    .uid();
            its.put(uid, text(beginning, end));
        } else if (what < 8) {
            long uid = its.keySet().stream()
                    .skip(random.nextInt(its.size()))
                    .findFirst()
                    .orElseThrow();
            store.commit(account(number), id, Optional.empty(), List.of(new StoreOp.Expunge("box", new long[] {uid})));
            its.remove(uid);
        } else {
            changing = -1;
            store.opened().shards().get(0).keeper().round(what == 8 ? 2 : 0.9);
        }
        changing = -1;
    }
}
