package org.posthouse.store.log;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;

/** An account is written whole twice, so that damage to one copy costs nothing. */
final class DamagedIndexTest {
    private static final AccountId KATE = new AccountId("kate");
    private static final AccountId RON = new AccountId("ron");

    @TempDir
    private Path home;

    private Optional<LogStore> store = Optional.empty();

    /** Where the copies of Kate's record and of her INBOX's columns are. */
    private long[] records = {};

    private long[] columns = {};

    private LogStore store() {
        if (store.isEmpty()) {
            store = Optional.of(new LogStore(home, new Settings(1_000_000, 0, 256 << 10, 1), Clock.systemUTC()));
        }
        return store.get();
    }

    @AfterEach
    void close() {
        store.ifPresent(LogStore::close);
        store = Optional.empty();
    }

    private Committed commit(AccountId account, StoreOp... steps) throws Exception {
        return store().commit(account, UUID.randomUUID().toString(), Optional.empty(), List.of(steps));
    }

    private static StoreOp append(String text) {
        return new StoreOp.Append("box", Content.of(text.getBytes(UTF_8)), new byte[9], Set.of(), Instant.EPOCH, "");
    }

    private Shard shard() throws Exception {
        return store().opened().shards().get(0);
    }

    private Line kate() throws Exception {
        return shard().directory().line(KATE);
    }

    @BeforeEach
    void twoAccountsOfWhichOneIsWrittenWhole() throws Exception {
        for (AccountId account : List.of(KATE, RON)) {
            commit(account, new StoreOp.CreateMailbox("box", "INBOX"), append("one"), append("two"));
        }
        commit(KATE, new StoreOp.CreateMailbox("sent", "Sent"));
        Scribe.write(shard(), kate(), Mover.none(shard()));
        records =
                new long[] {kate().whereabouts().record(), kate().whereabouts().twin()};
        assertThat(records).doesNotContain(0).doesNotHaveDuplicates();
        columns = kate().kept().get(1L).columns().toArray();
        assertThat(columns).hasSize(2).doesNotHaveDuplicates();
        commit(KATE, append("three"));
        close();
    }

    private void damage(long... positions) throws IOException {
        for (long position : positions) {
            Path file = TestStore.folder(home).resolve("0/%010d.seg".formatted(Positions.segment(position)));
            if (Files.notExists(file)) {
                // Nobody needs it any more.
                continue;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                ByteBuffer octet = ByteBuffer.allocate(1);
                channel.read(octet, Positions.offset(position) + 55);
                channel.write(octet.put(0, (byte) (octet.get(0) ^ 4)).flip(), Positions.offset(position) + 55);
            }
        }
    }

    private void withoutCheckpoint() throws IOException {
        Files.delete(TestStore.folder(home).resolve("0/checkpoint"));
    }

    private List<String> texts(AccountId account) throws Exception {
        Snapshot snapshot = store().read(account, "box");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < snapshot.count(); i++) {
            try (Content content = store().content(account, "box", snapshot.uid(i))) {
                texts.add(new String(content.sound(), UTF_8));
            }
        }
        return texts;
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, true", "0, false", "1, false"})
    void aFlippedBitCostsNothingAndIsMended(int copy, boolean checkpoint) throws Exception {
        damage(records[copy], columns[copy]);
        if (!checkpoint) {
            withoutCheckpoint();
        }
        assertThat(texts(KATE)).containsExactly("one", "two", "three");
        shard().keeper().mend(kate());
        assertThat(store().mailboxes(KATE).all()).extracting(Mailbox::name).containsExactly("INBOX", "Sent");
        Awaitility.await()
                .untilAsserted(() -> assertThat(kate().whereabouts().twin()).isGreaterThan(records[0]));
        close();
        damage(records[1 - copy], columns[1 - copy]);
        assertThat(texts(KATE)).containsExactly("one", "two", "three");
        assertThat(store().troubles()).isEmpty();
    }

    @Test
    void whatIsLostWithBothCopiesIsToldAndAllElseGoesOn() throws Exception {
        damage(columns);
        assertThat(texts(RON)).containsExactly("one", "two");
        assertThat(texts(KATE)).containsExactly("three");
        assertThat(store().troubles())
                .anyMatch(what -> what.contains("account kate has lost messages of mailbox INBOX")
                        && what.contains("posthouse store rebuild kate"));
        assertThat(store().usage(KATE).messages()).isEqualTo(1);
        assertThat(commit(KATE, append("four")).made().get(0).uid()).isEqualTo(4);
        shard().keeper().round(2);
        assertThat(kate().whereabouts().record()).isEqualTo(records[0]);
        close();
        assertThat(texts(KATE)).containsExactly("three", "four");
    }

    @Test
    void withoutItsRecordAnAccountIsWhatItsCommitsSinceSay() throws Exception {
        damage(records);
        assertThat(texts(RON)).containsExactly("one", "two");
        assertThat(store().mailboxes(KATE).all()).extracting(Mailbox::name).containsExactly("Recovered 1");
        assertThat(store().troubles())
                .anyMatch(what -> what.contains("account kate has lost all that was not changed lately"));
        commit(KATE, new StoreOp.CreateMailbox("new", "New"));
        assertThat(store().mailboxes(KATE).all()).extracting(Mailbox::name).contains("New");
    }

    @Test
    void whenAllCommitsAreThereItsRecordIsNotNeeded() throws Exception {
        damage(records);
        withoutCheckpoint();
        assertThat(texts(KATE)).containsExactly("one", "two", "three");
        assertThat(store().troubles()).hasSize(1).first().asString().contains("segment 1");
    }
}
