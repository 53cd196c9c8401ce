package org.posthouse.store.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.StoreOp;

/** A message to many is kept once, but for what it begins with. */
final class SharedEndsTest {
    private static final int SEGMENT = 4 << 20;

    @TempDir
    private Path home;

    private Settings settings = new Settings(1_000_000, 0, SEGMENT, 2);
    private Optional<LogStore> store = Optional.empty();

    private synchronized LogStore store() {
        if (store.isEmpty()) {
            store = Optional.of(new LogStore(home, settings, Clock.systemUTC()));
        }
        return store.get();
    }

    @AfterEach
    void close() {
        store.ifPresent(LogStore::close);
        store = Optional.empty();
    }

    private static AccountId account(int number) {
        return new AccountId("account-" + number);
    }

    private static String beginning(int number) {
        return "Delivered-To: " + number + "\r\n";
    }

    /** Begins with something of its own. */
    private static StoreOp append(int number, byte[] end) {
        Content message = Content.join(List.of(
                Content.of(beginning(number).getBytes(US_ASCII)),
                Content.identified(Content.of(end), "end " + end.length)));
        byte[] structure = ("structure " + number).getBytes(US_ASCII);
        return new StoreOp.Append("box", message, structure, Set.of(), Instant.EPOCH, "E" + number);
    }

    private static byte[] end(int octets) {
        byte[] end = new byte[octets];
        Arrays.fill(end, (byte) 'e');
        end[octets - 1] = '.';
        return end;
    }

    private Committed commit(AccountId account, StoreOp... steps) throws Exception {
        return store().commit(account, UUID.randomUUID().toString(), Optional.empty(), List.of(steps));
    }

    private Boolean deliver(int number, byte[] end) throws Exception {
        commit(account(number), new StoreOp.CreateMailbox("box", "INBOX"));
        return commit(account(number), append(number, end)).made().size() == 1;
    }

    private void deliverToAll(int recipients, byte[] end) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Boolean>> deliveries = IntStream.range(0, recipients)
                .<Callable<Boolean>>mapToObj(number -> () -> deliver(number, end))
                .toList();
        for (Future<Boolean> each : threads.invokeAll(deliveries)) {
            assertThat(each.get()).isTrue();
        }
        threads.shutdown();
    }

    private void assertThere(int number, byte[] end) throws Exception {
        assertText(number, end);
        long uid = store().read(account(number), "box").uid(0);
        assertThat(store().structure(account(number), "box", uid)).asString().isEqualTo("structure " + number);
        assertThat(store().structures(account(number), "box", new long[] {uid}).get(0))
                .asString()
                .isEqualTo("structure " + number);
    }

    private void assertText(int number, byte[] end) throws Exception {
        long uid = store().read(account(number), "box").uid(0);
        try (Content content = store().content(account(number), "box", uid)) {
            byte[] all = content.sound();
            String beginning = beginning(number);
            assertThat(new String(all, 0, beginning.length(), US_ASCII)).isEqualTo(beginning);
            assertThat(Arrays.equals(all, beginning.length(), all.length, end, 0, end.length))
                    .isTrue();
            byte[] streamed = content.open().readAllBytes();
            assertThat(Arrays.equals(streamed, all)).isTrue();
        }
    }

    private Path shard(int number) {
        return TestStore.folder(home).resolve(Integer.toString(number));
    }

    private long segments() throws IOException {
        long count = 0;
        for (int shard = 0; shard < settings.shards(); shard++) {
            try (Stream<Path> files = Files.list(shard(shard))) {
                count += files.filter(file -> file.toString().endsWith(".seg")).count();
            }
        }
        return count;
    }

    private List<Path> files() throws IOException {
        List<Path> all = new ArrayList<>();
        for (int shard = 0; shard < settings.shards(); shard++) {
            try (Stream<Path> files = Files.list(shard(shard).resolve("content"))) {
                files.forEach(all::add);
            }
        }
        return all;
    }

    private void tidy() throws Exception {
        for (Shard shard : store().opened().shards()) {
            shard.keeper().round(2);
        }
    }

    private void reopen(boolean checkpoint) throws Exception {
        close();
        for (int shard = 0; shard < settings.shards() && !checkpoint; shard++) {
            Files.deleteIfExists(shard(shard).resolve("checkpoint"));
        }
    }

    @Test
    void aMegabyteToFiveHundredIsWrittenOnceForEachShard() throws Exception {
        byte[] end = end(1_000_000);
        deliverToAll(500, end);
        assertThat(segments() * SEGMENT).isLessThanOrEqualTo(4L * SEGMENT);
        for (int number = 0; number < 500; number += 50) {
            assertThere(number, end);
        }
        assertThat(store().usage(account(7)).octets())
                .isEqualTo(end.length + beginning(7).length());
    }

    @Test
    void whatSomeExpungeTheOthersKeepHoweverItIsMoved() throws Exception {
        settings = new Settings(1_000_000, 0, 256 << 10, 1);
        byte[] end = end(60_000);
        deliverToAll(20, end);
        for (int number = 0; number < 15; number++) {
            commit(account(number), new StoreOp.Expunge("box", new long[] {1}));
        }
        for (int round = 0; round < 3; round++) {
            tidy();
            reopen(round == 1);
            for (int number = 15; number < 20; number++) {
                assertThere(number, end);
            }
        }
        commit(account(15), new StoreOp.CreateMailbox("other", "Other"));
        commit(account(15), new StoreOp.Copy("box", new long[] {1}, "other", false));
        for (int number = 15; number < 19; number++) {
            commit(account(number), new StoreOp.Expunge("box", new long[] {1}));
        }
        tidy();
        assertThere(19, end);
        try (Content copy = store().content(account(15), "other", 1)) {
            assertThat(copy.sound()).hasSize(end.length + beginning(15).length());
        }
        commit(account(15), new StoreOp.DeleteMailbox("other"));
        store().erase(account(19));
        tidy();
        assertThat(store().opened().shards().get(0).directory().tally().wanted())
                .as("what is wanted still are records of accounts")
                .isLessThan(end.length);
        assertThat(store().troubles()).isEmpty();
    }

    @Test
    void aLargeOneHasOneFileThatGoesWithTheLast() throws Exception {
        settings = new Settings(1_000_000, 0, 256 << 10, 1);
        byte[] end = end(300_000);
        for (int number = 0; number < 6; number++) {
            deliver(number, end);
        }
        assertThat(files()).hasSize(1);
        for (int number = 0; number < 5; number++) {
            commit(account(number), new StoreOp.Expunge("box", new long[] {1}));
        }
        tidy();
        reopen(false);
        assertThere(5, end);
        assertThat(files()).hasSize(1);
        commit(account(5), new StoreOp.Expunge("box", new long[] {1}));
        Awaitility.await().untilAsserted(() -> assertThat(files()).isEmpty());
    }

    @Test
    void theRoomOfOneThatNobodyHasAnyMoreComesBack() throws Exception {
        settings = new Settings(1_000_000, 0, 256 << 10, 1);
        for (int round = 0; round < 12; round++) {
            byte[] end = end(60_000 + round);
            for (int number = 0; number < 4; number++) {
                if (round == 0) {
                    commit(account(number), new StoreOp.CreateMailbox("box", "INBOX"));
                }
                commit(account(number), append(number, end));
            }
        }
        long before = segments();
        for (int number = 0; number < 4; number++) {
            long[] all = LongStream.rangeClosed(1, 11).toArray();
            commit(account(number), new StoreOp.Expunge("box", all));
        }
        Awaitility.await().untilAsserted(() -> assertThat(segments()).isLessThan(before));
        for (int number = 0; number < 4; number++) {
            assertThere(number, end(60_011));
        }
    }

    @Test
    void aCopyBringsNoOctetsOfTheMessage() throws Exception {
        settings = new Settings(1_000_000, 0, 256 << 10, 1);
        deliver(0, end(60_000));
        commit(account(0), new StoreOp.CreateMailbox("other", "Other"));
        for (int i = 0; i < 100; i++) {
            commit(account(0), new StoreOp.Copy("box", new long[] {1}, "other", false));
        }
        assertThat(store().read(account(0), "other").count()).isEqualTo(100);
        assertThat(segments()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {50_000, 2_000_000})
    void nobodyLeansOnWhatIsDamaged(int octets) throws Exception {
        settings = new Settings(1_000_000, 0, SEGMENT, 1);
        byte[] end = end(octets);
        deliver(1, end);
        damage();
        deliver(2, end);
        deliver(3, end);
        assertText(2, end);
        assertText(3, end);
        assertThat(store().troubles()).singleElement().asString().contains("damaged");
    }

    /** Flips a bit in the middle of the first long message there is. */
    private void damage() throws IOException {
        try (Stream<Path> all = Files.walk(shard(0))) {
            for (Path file : all.filter(each -> each.toString().matches(".*/0/[0-9]+[.]seg|.*[.]msg"))
                    .toList()) {
                int at = Files.readString(file, ISO_8859_1).indexOf("e".repeat(1000));
                if (at >= 0) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.write(ByteBuffer.wrap(new byte[] {'d'}), at + 500);
                    }
                    return;
                }
            }
        }
        throw new AssertionError("there is no long message");
    }
}
