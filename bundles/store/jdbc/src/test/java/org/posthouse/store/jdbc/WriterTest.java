package org.posthouse.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.ModSeq;
import org.posthouse.core.derby.DerbyDatabases;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Drafted;

final class WriterTest {
    @TempDir
    private Path folder;

    private final List<String> said = new CopyOnWriteArrayList<>();

    /** Says its name when it is written. */
    private record Saying(String name, List<String> said, CompletableFuture<Boolean> done) implements Work.Chore {
        @Override
        public void write(Sql sql) {
            said.add(name);
        }

        @Override
        public void succeed() {
            done.complete(true);
        }

        @Override
        public void fail(Exception why) {
            done.completeExceptionally(why);
        }
    }

    @Test
    void whatComesAtOnceIsDoneInTheOrderInWhichItCame() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        try (DerbyDatabases databases = new DerbyDatabases(folder);
                ContentFolder contents = new ContentFolder(folder.resolve("contents"), 0, 0);
                Writer writer = new Writer(databases.open("store", Schema.STEPS), contents)) {
            writer.submit(plan(sql -> await(all)));
            writer.submit(plan(sql -> said.add("first plan")));
            writer.submit(chore("chore"));
            Plan last = plan(sql -> said.add("last plan"));
            writer.submit(last);
            all.countDown();
            last.await(Duration.ofMinutes(2));
        }
        assertThat(said).containsExactly("first plan", "chore", "last plan");
    }

    @Test
    void aWriterThatEndsDoesWhatIsWaitingAndRefusesWhatComesLater() throws Exception {
        Plan waiting = plan(sql -> said.add("waiting"));
        Saying late = chore("late");
        try (DerbyDatabases databases = new DerbyDatabases(folder);
                ContentFolder contents = new ContentFolder(folder.resolve("contents"), 0, 0)) {
            Writer writer = new Writer(databases.open("store", Schema.STEPS), contents);
            writer.submit(waiting);
            writer.close();
            writer.submit(late);
        }
        assertThat(waiting.isDone()).isTrue();
        assertThat(late.done()).isCompletedExceptionally();
        assertThat(said).containsExactly("waiting");
    }

    @Test
    void anErrorFailsItsOwnWorkAloneAndAtOnce() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        Plan broken = plan(sql -> {
            throw new StackOverflowError("in a row");
        });
        Plan neighbour = plan(sql -> said.add("neighbour"));
        try (DerbyDatabases databases = new DerbyDatabases(folder);
                ContentFolder contents = new ContentFolder(folder.resolve("contents"), 0, 0);
                Writer writer = new Writer(databases.open("store", Schema.STEPS), contents)) {
            writer.submit(plan(sql -> await(all)));
            writer.submit(broken);
            writer.submit(neighbour);
            all.countDown();
            assertThatThrownBy(() -> broken.await(Duration.ofMinutes(2)))
                    .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                            .isEqualTo(MailException.Kind.RETRY));
            neighbour.await(Duration.ofMinutes(2));
            Plan later = plan(sql -> said.add("later"));
            writer.submit(later);
            later.await(Duration.ofMinutes(2));
        }
        assertThat(said).contains("neighbour").endsWith("later");
    }

    @Test
    void anErrorWhilePublishingLeavesNobodyWaiting() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        Plan broken = plan(sql -> await(all), after -> {
            throw new AssertionError("nobody can be told");
        });
        Plan neighbour = plan(sql -> said.add("neighbour"));
        try (DerbyDatabases databases = new DerbyDatabases(folder);
                ContentFolder contents = new ContentFolder(folder.resolve("contents"), 0, 0);
                Writer writer = new Writer(databases.open("store", Schema.STEPS), contents)) {
            writer.submit(broken);
            writer.submit(neighbour);
            all.countDown();
            assertThatThrownBy(() -> broken.await(Duration.ofMinutes(2)))
                    .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                            .isEqualTo(MailException.Kind.UNKNOWN));
            neighbour.await(Duration.ofMinutes(2));
        }
    }

    private Saying chore(String name) {
        return new Saying(name, said, new CompletableFuture<>());
    }

    private Plan plan(Row row) {
        return plan(row, after -> {});
    }

    private Plan plan(Row row, Consumer<AccountState> publish) {
        Committed nothing = new Committed(new ModSeq(1), List.of());
        Drafted drafted = new Drafted(AccountState.NONE, List.of(), List.of(), nothing);
        return new Plan(new InRows(drafted, List.of(row)), new long[0], Optional.empty(), new Plan.Account() {
            @Override
            public void publish(AccountState after) {
                publish.accept(after);
            }

            @Override
            public void doubt() {
                said.add("doubt");
            }
        });
    }

    private static void await(CountDownLatch latch) throws SQLException {
        try {
            if (!latch.await(120, TimeUnit.SECONDS)) {
                throw new SQLException("nobody came");
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new SQLException(interrupt);
        }
    }
}
