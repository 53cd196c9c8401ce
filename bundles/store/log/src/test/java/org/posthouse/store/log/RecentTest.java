package org.posthouse.store.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.segments.Forcing;

/** Structures that are known without being read. */
final class RecentTest {
    private static final Settings MUCH = new Settings(1_000_000, 1 << 20, 0, 256 << 10, 2);
    private static final Settings NONE = new Settings(1_000_000, 0, 256 << 10, 2);
    /** Some for each of the two shards. */
    private static final List<AccountId> ACCOUNTS = Stream.of("ann", "bob", "kate", "ron", "zoe", "ulf")
            .map(AccountId::new)
            .toList();

    private static final int COUNT = 20;
    private static final long[] UIDS = LongStream.rangeClosed(1, COUNT).toArray();

    @TempDir
    private Path home;

    private void fill(LogStore store) throws MailException {
        for (AccountId account : ACCOUNTS) {
            commit(store, account, "box", new StoreOp.CreateMailbox("box", "INBOX"));
        }
        for (int i = 1; i <= COUNT; i++) {
            for (AccountId account : ACCOUNTS) {
                StoreOp append = new StoreOp.Append(
                        "box",
                        Content.of("as long as all the others".getBytes(UTF_8)),
                        structure(account, i),
                        Set.of(),
                        Instant.EPOCH,
                        "id");
                commit(store, account, "fill " + i, append);
            }
        }
    }

    private static void commit(LogStore store, AccountId account, String id, StoreOp step) throws MailException {
        assertThat(store.commit(account, id, Optional.empty(), List.of(step)).modSeq())
                .isNotNull();
    }

    private static byte[] structure(AccountId account, int number) {
        return "structure %03d of %4s".formatted(number, account.value()).getBytes(UTF_8);
    }

    private static void assertAllAreThere(LogStore store) throws MailException {
        for (AccountId account : ACCOUNTS) {
            List<byte[]> found = store.structures(account, "box", UIDS);
            for (int i = 1; i <= COUNT; i++) {
                assertThat(found.get(i - 1)).isEqualTo(structure(account, i));
                assertThat(store.structure(account, "box", i)).isEqualTo(structure(account, i));
            }
        }
    }

    /** All octets of all segments are gone, from under the store. */
    private void wipe() throws IOException {
        List<Path> segments = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home)) {
            files.filter(file -> file.toString().endsWith(".seg")).forEach(segments::add);
        }
        assertThat(segments).isNotEmpty();
        for (Path segment : segments) {
            byte[] nothing = new byte[(int) Files.size(segment)];
            Arrays.fill(nothing, (byte) 1);
            try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
                file.write(nothing);
            }
        }
    }

    @Test
    void thoseOfMessagesThatHaveJustComeAreNotRead() throws Exception {
        try (LogStore store = TestStore.at(home, MUCH, Forcing.DATA, () -> 1L << 40)) {
            fill(store);
            wipe();
            assertAllAreThere(store);
        }
    }

    @Test
    void thoseThatWereReadOnceAreNotReadAgain() throws Exception {
        try (LogStore store = TestStore.at(home, NONE, Forcing.DATA, () -> 1L << 40)) {
            fill(store);
        }
        try (LogStore store = TestStore.at(home, MUCH, Forcing.DATA, () -> 1L << 40)) {
            assertAllAreThere(store);
            wipe();
            assertAllAreThere(store);
        }
    }

    @Test
    void withoutMemoryForThemTheyAreReadEachTime() throws Exception {
        try (LogStore store = TestStore.at(home, NONE, Forcing.DATA, () -> 1L << 40)) {
            fill(store);
            assertAllAreThere(store);
            wipe();
            assertThatThrownBy(() -> store.structure(ACCOUNTS.get(0), "box", 1)).isInstanceOf(MailException.class);
        }
    }
}
