package org.posthouse.store.jdbc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.posthouse.testkit.FakeClock;

/** A disk that is full, memory that is small, files that are damaged, a successor that waits, time that passes. */
final class LimitsTest {
    private static final AccountId KATE = new AccountId("kate");
    private static final String BOX = CrashingWriter.BOX;

    @TempDir
    private Path folder;

    @Test
    void aFullDiskTakesNoMailButLetsItBeDeleted() throws Exception {
        try (TestHome home = new TestHome(folder)) {
            create(home.open(), KATE);
            append(home.open(), KATE, "early");
        }
        try (TestHome home = new TestHome(folder, new Settings(1_000, 0, 0, Long.MAX_VALUE / 2), Clock.systemUTC())) {
            assertFails(Kind.RETRY, Status.SYSTEM_FULL, () -> append(home.open(), KATE, "late"));
            commit(home.open(), KATE, "expunge", new StoreOp.Expunge(BOX, new long[] {1}));
            assertThat(home.open().usage(KATE).messages()).isZero();
        }
    }

    @Test
    void aSmallDiskGetsASmallReserve() {
        assertThat(Settings.DEFAULT.fitFor(1L << 40)).isEqualTo(Settings.DEFAULT);
        assertThat(Settings.DEFAULT.fitFor(64 << 20).reserve()).isEqualTo((64 << 20) / 20);
    }

    @Test
    void aFullDiskGetsNoFilesAhead() throws Exception {
        ContentFolder contents = new ContentFolder(folder, 0, Long.MAX_VALUE / 2);
        long first = contents.write(Content.of("first".getBytes(UTF_8)), new byte[0]);
        contents.close();
        assertThat(contents.newest()).isEqualTo(first);
    }

    @Test
    void accountsThatDoNotFitIntoMemoryComeAndGo() throws Exception {
        int accounts = 12;
        try (TestHome home = new TestHome(folder, new Settings(20, 0, 0, 0), Clock.systemUTC())) {
            JdbcStore store = home.open();
            for (int i = 0; i < accounts; i++) {
                create(store, account(i));
            }
            ExecutorService threads = Executors.newFixedThreadPool(accounts);
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < accounts; i++) {
                int mine = i;
                work.add(() -> {
                    for (int n = 0; n < 10; n++) {
                        append(store, account(mine), mine + "-" + n);
                        Snapshot neighbour = store.read(account((mine + 1) % accounts), BOX);
                        assertThat(neighbour.count()).isLessThanOrEqualTo(10);
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
            threads.shutdown();
            for (int i = 0; i < accounts; i++) {
                Snapshot snapshot = store.read(account(i), BOX);
                assertThat(snapshot.count()).isEqualTo(10);
                assertThat(text(store, account(i), snapshot.uid(9))).isEqualTo(i + "-9");
            }
        }
    }

    @Test
    void damageIsNoticedAndTheOtherMessagesAreServed() throws Exception {
        try (TestHome home = new TestHome(folder)) {
            JdbcStore first = home.open();
            create(first, KATE);
            append(first, KATE, "first");
            append(first, KATE, "second");
            append(first, KATE, "third");
            append(first, KATE, "fourth");
            home.closeStore();
            JdbcStore store = home.open();
            damage(fileOf(home, "first"), 6);
            try (FileChannel file = FileChannel.open(fileOf(home, "second"), StandardOpenOption.WRITE)) {
                file.truncate(3);
            }
            Status damaged = new Status(5, 6, 0);
            assertFails(Kind.PERMANENT, damaged, () -> store.structure(KATE, BOX, 1));
            assertFails(Kind.PERMANENT, damaged, () -> store.content(KATE, BOX, 2));
            assertFails(Kind.PERMANENT, damaged, () -> store.structure(KATE, BOX, 2));
            damage(fileOf(home, "fourth"), 1);
            try (Content fourth = store.content(KATE, BOX, 4)) {
                assertThatThrownBy(fourth::check).isInstanceOf(IOException.class);
            }
            assertThat(text(store, KATE, 3)).isEqualTo("third");
            assertThat(store.structure(KATE, BOX, 3)).asString(UTF_8).isEqualTo("third");
        }
    }

    @Test
    void theNextVersionWaitsUntilTheFormerHasGone() throws Exception {
        try (TestHome home = new TestHome(folder)) {
            JdbcStore former = home.open();
            create(former, KATE);
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try (JdbcStore next = new JdbcStore(home.databases(), folder, Settings.DEFAULT, Clock.systemUTC())) {
                Future<Committed> waiting = thread.submit(() -> append(next, KATE, "to the next"));
                append(former, KATE, "to the former");
                assertThat(waiting).isNotDone();
                home.closeStore();
                assertThat(waiting.get().made().get(0).uid()).isEqualTo(2);
                assertFails(Kind.RETRY, Status.NOT_NOW, () -> append(former, KATE, "too late"));
            } finally {
                thread.shutdown();
            }
        }
    }

    @Test
    void anOperationIsRememberedForAnHourAndThenForgotten() throws Exception {
        FakeClock clock = new FakeClock();
        try (TestHome home = new TestHome(folder, Settings.DEFAULT, clock)) {
            create(home.open(), KATE);
            commit(home.open(), KATE, "once", CrashingWriter.append("once"));
            clock.advance(Duration.ofMinutes(61));
            home.open().forget();
            commit(home.open(), KATE, "once", CrashingWriter.append("once"));
            assertThat(home.open().read(KATE, BOX).count()).isEqualTo(1);
            clock.advance(Duration.ofMinutes(61));
            home.open().forget();
            commit(home.open(), KATE, "once", CrashingWriter.append("once"));
            assertThat(home.open().read(KATE, BOX).count()).isEqualTo(2);
        }
    }

    private static AccountId account(int number) {
        return new AccountId("account-" + number);
    }

    private static void create(JdbcStore store, AccountId account) throws MailException {
        commit(store, account, "create", new StoreOp.CreateMailbox(BOX, "INBOX"));
    }

    private static Committed append(JdbcStore store, AccountId account, String text) throws MailException {
        return commit(store, account, text, CrashingWriter.append(text));
    }

    private static Committed commit(JdbcStore store, AccountId account, String operationId, StoreOp step)
            throws MailException {
        return store.commit(account, operationId, Optional.empty(), List.of(step));
    }

    private static String text(JdbcStore store, AccountId account, long uid) throws Exception {
        try (Content content = store.content(account, BOX, uid)) {
            return new String(content.bytes(0, 1000), UTF_8);
        }
    }

    private static Path fileOf(TestHome home, String text) throws IOException {
        try (Stream<Path> files = Files.list(home.contents().resolve("000"))) {
            for (Path file : files.toList()) {
                if (Files.readString(file, ISO_8859_1).startsWith(text)) {
                    return file;
                }
            }
        }
        throw new IOException("no file begins with " + text);
    }

    private static void damage(Path file, long at) throws Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'?'}), at);
        }
    }

    private static void assertFails(Kind kind, Status status, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(MailException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.status()).isEqualTo(status);
        });
    }
}
