package org.posthouse.store.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.segments.Forcing;

/** Disks that fail, are full, are slow, or change what they keep. */
final class FaultyDiskTest {
    private static final AccountId KATE = new AccountId("kate");
    private static final AccountId RON = new AccountId("ron");
    private static final Settings ONE = new Settings(1_000_000, 1000, 256 << 10, 1);

    @TempDir
    private Path home;

    private volatile long free = 1L << 40;
    private volatile Forcing forcing = Forcing.DATA;
    private Optional<LogStore> store = Optional.empty();

    private LogStore store() {
        if (store.isEmpty()) {
            store = Optional.of(TestStore.at(home, ONE, channel -> forcing.force(channel), () -> free));
        }
        return store.get();
    }

    @AfterEach
    void close() {
        store.ifPresent(LogStore::close);
        store = Optional.empty();
    }

    private Committed commit(AccountId account, String id, StoreOp... steps) throws MailException {
        return store().commit(account, id, Optional.empty(), List.of(steps));
    }

    private static StoreOp append(String text) {
        return new StoreOp.Append(
                "box", Content.of(text.getBytes(UTF_8)), ("of " + text).getBytes(UTF_8), Set.of(), Instant.EPOCH, "");
    }

    private static StoreOp inbox() {
        return new StoreOp.CreateMailbox("box", "INBOX");
    }

    private String text(AccountId account, long uid) throws Exception {
        try (Content content = store().content(account, "box", uid);
                InputStream all = content.open()) {
            return new String(all.readAllBytes(), UTF_8);
        }
    }

    private Path segment(int number) {
        return TestStore.folder(home).resolve("0/%010d.seg".formatted(number));
    }

    private static void failing(FileChannel channel) throws IOException {
        throw new IOException("Input/output error");
    }

    /** Turns the bits of an octet of this text, where it is last in the segment. */
    private void damage(int segment, String text) throws IOException {
        Path file = segment(segment);
        String all = Files.readString(file, ISO_8859_1);
        turn(file, all.lastIndexOf(text), text, all);
    }

    private void damageFirst(int segment, String text) throws IOException {
        Path file = segment(segment);
        String all = Files.readString(file, ISO_8859_1);
        turn(file, all.indexOf(text), text, all);
    }

    private static void turn(Path file, int at, String text, String all) throws IOException {
        assertThat(at).as(text).isPositive();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {(byte) ~all.charAt(at)}), at);
        }
    }

    private void withoutCheckpoint() throws IOException {
        Files.deleteIfExists(TestStore.folder(home).resolve("0/checkpoint"));
    }

    @Test
    void whatAFailedForceLeavesUnknownIsDoneOnceWhenItIsAskedAgain() throws Exception {
        commit(KATE, "create", inbox(), append("one"));
        forcing = FaultyDiskTest::failing;
        assertThatThrownBy(() -> commit(KATE, "two", append("two")))
                .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(Kind.UNKNOWN));
        assertThat(store().read(KATE, "box").count()).isEqualTo(1);
        assertThat(store().troubles()).hasSize(1).first().asString().contains("the disk does not keep what is written");
        forcing = Forcing.DATA;
        Committed two = commit(KATE, "two", append("two"));
        assertThat(commit(KATE, "two", append("two"))).isEqualTo(two);
        close();
        withoutCheckpoint();
        assertThat(store().read(KATE, "box").count()).isEqualTo(2);
        assertThat(text(KATE, two.made().get(0).uid())).isEqualTo("two");
    }

    @Test
    void aDiskThatFailsNowAndThenLosesNothingAndDoublesNothing() throws Exception {
        commit(KATE, "create", inbox());
        commit(RON, "create", inbox());
        Random random = new Random(11);
        forcing = channel -> {
            synchronized (random) {
                if (random.nextInt(5) == 0) {
                    throw new IOException("Input/output error");
                }
            }
            channel.force(false);
        };
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Boolean>> calls = IntStream.range(0, 80)
                .<Callable<Boolean>>mapToObj(i -> () -> untilDone(i % 3 == 0 ? RON : KATE, i))
                .toList();
        for (Future<Boolean> done : threads.invokeAll(calls)) {
            assertThat(done.get()).isTrue();
        }
        threads.shutdown();
        forcing = Forcing.DATA;
        commit(KATE, "last", append("last"));
        for (int round = 0; round < 3; round++) {
            assertThat(texts(KATE)).hasSize(54).doesNotHaveDuplicates();
            assertThat(texts(RON)).hasSize(27).doesNotHaveDuplicates();
            close();
            if (round > 0) {
                withoutCheckpoint();
            }
        }
    }

    private boolean untilDone(AccountId account, int number) throws MailException {
        for (int attempt = 0; attempt < 1_000_000; attempt++) {
            try {
                return commit(account, "operation " + number, append("text " + number))
                                .made()
                                .size()
                        == 1;
            } catch (MailException failure) {
                assertThat(failure.kind()).isIn(Kind.UNKNOWN, Kind.RETRY);
                Thread.onSpinWait();
            }
        }
        return false;
    }

    private List<String> texts(AccountId account) throws Exception {
        Snapshot snapshot = store().read(account, "box");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < snapshot.count(); i++) {
            texts.add(text(account, snapshot.uid(i)));
        }
        return texts;
    }

    @Test
    void aFullDiskTakesNoMessagesAndLetsGoOfThem() throws Exception {
        commit(KATE, "create", inbox(), append("one"), append("two"));
        close();
        free = 500;
        assertThatThrownBy(() -> commit(KATE, "three", append("three")))
                .isInstanceOfSatisfying(MailException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.RETRY);
                    assertThat(failure.status()).isEqualTo(Status.SYSTEM_FULL);
                });
        commit(KATE, "seen", new StoreOp.Flags("box", new long[] {1}, Set.of("\\Seen"), Set.of()));
        commit(KATE, "gone", new StoreOp.Expunge("box", new long[] {2}));
        assertThat(text(KATE, 1)).isEqualTo("one");
        free = 1L << 30;
        // What is free is asked for again a moment later.
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> commit(KATE, "three", append("three")).made().size() == 1);
        assertThat(texts(KATE)).containsExactly("one", "three");
    }

    @Test
    void whileTheDiskIsSlowMailIsReadAndTheAnswerWaits() throws Exception {
        commit(KATE, "create", inbox(), append("one"));
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch forced = new CountDownLatch(1);
        forcing = channel -> {
            forced.countDown();
            try {
                assertThat(slow.await(120, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupt) {
                throw new IOException(interrupt);
            }
            channel.force(false);
        };
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<Committed> two = thread.submit(() -> commit(KATE, "two", append("two")));
        assertThat(forced.await(120, TimeUnit.SECONDS)).isTrue();
        assertThat(texts(KATE)).containsExactly("one");
        assertThat(two).isNotDone();
        slow.countDown();
        assertThat(two.get().made()).hasSize(1);
        thread.shutdown();
        assertThat(texts(KATE)).containsExactly("one", "two");
    }

    @Test
    void aFlippedBitInAMessageIsFoundAndHarmsNoOther() throws Exception {
        commit(KATE, "create", inbox(), append("hello world"), append("another"));
        commit(KATE, "copy", new StoreOp.Copy("box", new long[] {2}, "box", false));
        damage(1, "hello world");
        assertThatThrownBy(() -> text(KATE, 1)).isInstanceOf(IOException.class).hasMessageContaining("checksum");
        assertThat(text(KATE, 2)).isEqualTo("another");
        assertThat(store().structure(KATE, "box", 1)).asString().isEqualTo("of hello world");
        assertThat(store().troubles()).hasSize(1).first().asString().contains("segment 1");
        // It is moved as damaged as it is.
        store().opened().shards().get(0).keeper().round(2);
        commit(KATE, "next", append("x".repeat(60_000)));
        commit(KATE, "more", append("x".repeat(60_000)));
        commit(KATE, "most", append("x".repeat(60_000)));
        store().opened().shards().get(0).keeper().round(2);
        assertThat(segment(1)).doesNotExist();
        assertThatThrownBy(() -> text(KATE, 1)).isInstanceOf(IOException.class);
        assertThat(text(KATE, 3)).isEqualTo("another");
    }

    @Test
    void aFlippedBitInAStructureIsFound() throws Exception {
        commit(KATE, "create", inbox(), append("hello world"));
        damage(1, "of hello world");
        assertThatThrownBy(() -> store().structure(KATE, "box", 1))
                .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(Kind.PERMANENT));
        assertThat(text(KATE, 1)).isEqualTo("hello world");
    }

    private void sixMessagesOfKate() throws Exception {
        commit(KATE, "create", inbox(), append("one"), new StoreOp.CreateMailbox("sent", "Sent"));
        commit(RON, "create", inbox(), append("ron's"));
        commit(KATE, "second", append("two"));
        for (String each : List.of("three", "four", "five", "six")) {
            commit(KATE, each, append(each));
        }
        commit(KATE, "seen", new StoreOp.Flags("box", new long[] {4}, Set.of("\\Seen"), Set.of()));
        close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDamagedCommitIsToldAndAllElseIsThere(boolean checkpoint) throws Exception {
        sixMessagesOfKate();
        if (!checkpoint) {
            withoutCheckpoint();
        }
        damage(1, "second");
        assertThat(texts(RON)).containsExactly("ron's");
        assertThat(store().troubles()).anyMatch(what -> what.contains("segment 1") && what.contains("damaged"));
        assertThat(store().usage(KATE).messages()).isEqualTo(5);
        assertThat(texts(KATE)).containsExactly("one", "three", "four", "five", "six");
        assertThat(store().read(KATE, "box").uid(1)).isEqualTo(3);
        assertThat(store().read(KATE, "box").flags(2)).containsExactly("\\Seen");
        assertThat(store().troubles())
                .anyMatch(what -> what.contains("account kate has lost what was changed between 1 and 3"))
                .anyMatch(what -> what.contains("account kate has lost mailbox INBOX UID 2 "));
        assertThat(TestStore.folder(home).resolve("0/quarantine/0000000001.seg"))
                .exists();
        assertThat(commit(KATE, "new", append("new")).made().get(0).uid()).isEqualTo(7);
        List<String> left = List.of("one", "three", "four", "five", "six", "new");
        assertThat(texts(KATE)).isEqualTo(left);
        for (boolean whole : new boolean[] {false, true}) {
            close();
            if (!checkpoint) {
                withoutCheckpoint();
            }
            assertThat(texts(KATE)).isEqualTo(left);
            assertThat(store().usage(KATE).messages()).isEqualTo(6);
            if (!whole) {
                Shard shard = store().opened().shards().get(0);
                Scribe.write(shard, shard.directory().line(KATE), Mover.none(shard));
            }
        }
    }

    @Test
    void aUidThatTheLastCommitGaveIsNotGivenAgainWhenItIsDamaged() throws Exception {
        commit(KATE, "create", inbox(), append("one"));
        commit(KATE, "second", append("two"));
        close();
        damage(1, "second");
        assertThat(texts(KATE)).containsExactly("one");
        long uid = commit(KATE, "third", append("three")).made().get(0).uid();
        assertThat(uid).isGreaterThan(2);
        close();
        assertThat(texts(KATE)).containsExactly("one", "three");
        assertThat(store().troubles())
                .anyMatch(what -> what.contains("mailbox INBOX UID 2 and later ones, if they were given"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMailboxWhoseBeginningIsDamagedIsThereUnderANewName(boolean checkpoint) throws Exception {
        commit(KATE, "create", inbox());
        commit(KATE, "first", append("one"));
        commit(RON, "create", inbox());
        close();
        if (!checkpoint) {
            withoutCheckpoint();
        }
        damageFirst(1, "INBOX");
        assertThat(store().mailboxes(KATE).all()).extracting(Mailbox::name).containsExactly("Recovered 1");
        assertThat(store().read(KATE, "Recovered 1").count()).isEqualTo(1);
        commit(KATE, "again", inbox(), append("two"));
        close();
        assertThat(store().mailboxes(KATE).all()).extracting(Mailbox::name).containsExactly("INBOX", "Recovered 1");
        assertThat(texts(KATE)).containsExactly("two");
        assertThat(store().read(KATE, "Recovered 1").count()).isEqualTo(1);
    }

    /** Leaves the newest segment as it is while it is written. */
    private void kill() throws Exception {
        Path segment = TestStore.folder(home).resolve("0/0000000001.seg");
        byte[] open = Files.readAllBytes(segment);
        close();
        Files.write(segment, open);
    }

    @Test
    void aTornTailEndsTheLogAndIsNoDamage() throws Exception {
        commit(KATE, "create", inbox(), append("one"));
        commit(KATE, "second", append("two"));
        kill();
        withoutCheckpoint();
        damage(1, "second");
        assertThat(texts(KATE)).containsExactly("one");
        assertThat(store().troubles()).isEmpty();
        Committed again = commit(KATE, "second", append("two"));
        assertThat(again.made().get(0).uid()).isEqualTo(2);
        close();
        withoutCheckpoint();
        assertThat(texts(KATE)).containsExactly("one", "two");
        assertThat(store().troubles()).isEmpty();
    }

    @Test
    void aDamagedCheckpointCostsNothingButTime() throws Exception {
        commit(KATE, "create", inbox(), append("one"));
        close();
        Path checkpoint = TestStore.folder(home).resolve("0/checkpoint");
        byte[] octets = Files.readAllBytes(checkpoint);
        octets[octets.length / 2] ^= 1;
        Files.write(checkpoint, octets);
        assertThat(texts(KATE)).containsExactly("one");
    }

    @Test
    void aFolderOfALaterLevelIsRefused() throws Exception {
        commit(KATE, "create", inbox());
        close();
        Files.writeString(TestStore.folder(home).resolve("format"), "level 3\nshards 1\n");
        assertThatThrownBy(() -> store().mailboxes(KATE))
                .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(Kind.RETRY));
        assertThat(store().troubles()).hasSize(1);
    }
}
