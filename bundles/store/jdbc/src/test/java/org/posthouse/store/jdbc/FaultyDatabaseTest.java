package org.posthouse.store.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;

/** What the store makes of a database that fails now and then. */
final class FaultyDatabaseTest {
    private static final AccountId KATE = new AccountId("kate");
    private static final String BOX = CrashingWriter.BOX;
    private static final int WRITERS = 16;
    private static final int EACH = 8;

    @TempDir
    private Path folder;

    private volatile Predicate<String> faulty = call -> false;
    private volatile Predicate<String> late = call -> false;

    @ParameterizedTest
    @ValueSource(strings = {"commit", "executeUpdate INSERT INTO message", "executeUpdate UPDATE mailbox"})
    void whoeverWasToldItIsDoneIsRightAndWhoeverWasNotCanAskAgain(String call) throws Exception {
        Set<String> acknowledged;
        try (TestHome home = new TestHome(folder);
                JdbcStore store = faultyStore(home)) {
            commit(store, "create", new StoreOp.CreateMailbox(BOX, "INBOX"));
            AtomicInteger calls = new AtomicInteger();
            faulty = said -> said.startsWith(call) && calls.incrementAndGet() % 7 == 3;
            acknowledged = write(store);
            faulty = said -> false;
            assertThat(acknowledged).hasSize(WRITERS * EACH);
            assertThat(texts(store)).isEqualTo(acknowledged);
        }
        try (TestHome home = new TestHome(folder)) {
            assertThat(texts(home.open())).isEqualTo(acknowledged);
        }
    }

    @Test
    void aFailureBeforeTheCommitLeavesNothingAndSaysSo() throws Exception {
        try (TestHome home = new TestHome(folder);
                JdbcStore store = faultyStore(home)) {
            commit(store, "create", new StoreOp.CreateMailbox(BOX, "INBOX"));
            faulty = said -> said.startsWith("executeUpdate INSERT INTO operation");
            assertKind(Kind.RETRY, () -> commit(store, "one", CrashingWriter.append("one")));
            faulty = said -> said.equals("commit");
            assertKind(Kind.UNKNOWN, () -> commit(store, "two", CrashingWriter.append("two")));
            faulty = said -> false;
            assertThat(texts(store)).isEmpty();
            commit(store, "two", CrashingWriter.append("two"));
            assertThat(texts(store)).containsExactly("two");
        }
    }

    @Test
    void aDatabaseThatDiesInACommitMayHaveDoneIt() throws Exception {
        try (TestHome home = new TestHome(folder);
                JdbcStore store = faultyStore(home)) {
            commit(store, "create", new StoreOp.CreateMailbox(BOX, "INBOX"));
            commit(store, "zero", CrashingWriter.append("zero"));
            late = said -> {
                boolean dies = said.equals("commit");
                if (dies) {
                    faulty = any -> true;
                }
                return dies;
            };
            assertKind(Kind.UNKNOWN, () -> commit(store, "one", CrashingWriter.append("one")));
            assertThat(texts(store)).as("reading goes on").containsExactly("zero");
            assertThatThrownBy(() -> commit(store, "two", CrashingWriter.append("two")))
                    .isInstanceOf(MailException.class);
            late = said -> false;
            faulty = said -> false;
            commit(store, "two", CrashingWriter.append("two"));
            commit(store, "one", CrashingWriter.append("one"));
            assertThat(texts(store)).containsExactly("one", "two", "zero");
        }
    }

    /** Each writer asks again until it is told that it is done. */
    private static Set<String> write(JdbcStore store) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Callable<Set<String>>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String writer = "writer-" + i;
                writers.add(() -> write(store, writer));
            }
            Set<String> all = new TreeSet<>();
            for (Future<Set<String>> done : threads.invokeAll(writers)) {
                all.addAll(done.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Set<String> write(JdbcStore store, String writer) throws Exception {
        Set<String> done = new TreeSet<>();
        for (int i = 0; i < EACH; i++) {
            String text = writer + "-" + i;
            for (int attempt = 0; attempt < 50 && !done.contains(text); attempt++) {
                try {
                    commit(store, text, CrashingWriter.append(text));
                    done.add(text);
                } catch (MailException failure) {
                    assertThat(failure.kind()).isIn(Kind.RETRY, Kind.UNKNOWN);
                }
            }
        }
        return done;
    }

    private JdbcStore faultyStore(TestHome home) throws Exception {
        home.open().mailboxes(KATE);
        home.closeStore();
        return new JdbcStore(
                new FaultyDatabases(home.databases(), call -> faulty.test(call), call -> late.test(call)),
                folder,
                Settings.DEFAULT,
                Clock.systemUTC());
    }

    private static Committed commit(JdbcStore store, String operationId, StoreOp step) throws MailException {
        return store.commit(KATE, operationId, Optional.empty(), List.of(step));
    }

    /** Texts of all messages, of which there must not be two alike. */
    private static Set<String> texts(JdbcStore store) throws Exception {
        Snapshot snapshot = store.read(KATE, BOX);
        Set<String> texts = new TreeSet<>();
        for (int i = 0; i < snapshot.count(); i++) {
            try (Content content = store.content(KATE, BOX, snapshot.uid(i))) {
                assertThat(texts.add(new String(content.bytes(0, 1000), UTF_8))).isTrue();
            }
        }
        return texts;
    }

    private static void assertKind(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                .isEqualTo(kind));
    }
}
