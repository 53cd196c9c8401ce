package org.posthouse.store.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.store.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cleans up behind the store, on a thread of its own and in small pieces through the writer: contents that no message refers to,
 * messages of deleted mailboxes, operations long done. A crash leaves nothing but work for the next start, which looks at every file.
 */
final class Sweep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final Duration REMEMBERED = Duration.ofHours(2);
    private static final int PIECE = 250;
    private static final int PATIENCE_SECONDS = 60;
    private static final int END_SECONDS = 5;

    private final Writer writer;
    private final ContentFolder contents;
    private final Clock clock;
    private final Path clean;
    private final Queue<Long> freed = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "posthouse-store-sweep-1"));
    private volatile boolean closed;
    /** No orphan can be left but those that are in {@code freed}. */
    private volatile boolean lookedThrough;

    /** Work on the database that answers. */
    @FunctionalInterface
    interface Ask<T> {
        T of(Sql sql) throws SQLException;
    }

    /** The file {@code clean} is there when nothing was left to do at the last stop. */
    Sweep(Writer writer, ContentFolder contents, Path clean, Clock clock) {
        this.writer = writer;
        this.contents = contents;
        this.clean = clean;
        this.clock = clock;
    }

    /** Begins with what the last run left, if it did not stop in order. */
    void start() throws IOException {
        lookedThrough = Files.deleteIfExists(clean);
        if (!lookedThrough) {
            List<Long> folders = contents.folders();
            long newest = contents.newest();
            thread.execute(() -> quietly("orphans", () -> orphans(folders, newest)));
        }
        thread.execute(() -> quietly("deleted mailboxes", this::doomed));
        thread.scheduleWithFixedDelay(() -> quietly("operations", this::operations), 1, 10, TimeUnit.MINUTES);
    }

    /** These contents may have lost their last message. */
    void free(long[] candidates) {
        for (long candidate : candidates) {
            freed.add(candidate);
        }
        soon("contents", this::contents);
    }

    /** There are new deleted mailboxes. */
    void mailboxes() {
        soon("deleted mailboxes", this::doomed);
    }

    /** Forgets operations now, on the caller's thread. */
    void forget() throws MailException {
        try {
            operations();
        } catch (ExecutionException | TimeoutException failure) {
            throw Failures.of(failure);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw Failures.notNow(interrupt);
        }
    }

    /** Returns when all is done that there was to do when this was called. */
    void settle() throws MailException {
        try {
            var unused = thread.submit(() -> true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | RejectedExecutionException failure) {
            throw Failures.notNow(failure);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw Failures.notNow(interrupt);
        }
    }

    /** Works on the database between commits, durable on return. */
    <T> T inTurn(Ask<T> work) throws MailException {
        try {
            return ask(work);
        } catch (ExecutionException failure) {
            throw Failures.of(failure.getCause());
        } catch (TimeoutException failure) {
            throw Failures.of(failure);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw Failures.notNow(interrupt);
        }
    }

    private void soon(String what, Task task) {
        try {
            thread.execute(() -> quietly(what, task));
        } catch (RejectedExecutionException closing) {
            LOG.debug("{} are left to the next start", what);
        }
    }

    /** One of the things to do. */
    @FunctionalInterface
    private interface Task {
        void run() throws IOException, ExecutionException, TimeoutException, InterruptedException;
    }

    private void quietly(String what, Task task) {
        try {
            task.run();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        } catch (IOException | ExecutionException | TimeoutException | RuntimeException failure) {
            lookedThrough = false;
            LOG.warn("cleaning up {}: {}", what, failure.toString());
        }
    }

    private void contents() throws ExecutionException, TimeoutException, InterruptedException {
        while (!freed.isEmpty() && !closed) {
            List<Long> piece = new ArrayList<>(PIECE);
            for (Long next = freed.poll(); next != null; next = piece.size() < PIECE ? freed.poll() : null) {
                piece.add(next);
            }
            ask(sql -> unreferenced(sql, piece)).forEach(contents::delete);
        }
    }

    private static List<Long> unreferenced(Sql sql, List<Long> candidates) throws SQLException {
        List<Long> alone = new ArrayList<>();
        for (Long content : candidates) {
            if (sql.first("SELECT content FROM message WHERE content = ?", row -> row.getLong(1), content)
                    .isEmpty()) {
                alone.add(content);
            }
        }
        return alone;
    }

    private void doomed() throws ExecutionException, TimeoutException, InterruptedException {
        while (!closed) {
            List<Long> mailboxes = ask(sql -> sql.query("SELECT mailbox FROM doomed", row -> row.getLong(1)));
            if (mailboxes.isEmpty()) {
                return;
            }
            for (long mailbox : mailboxes) {
                List<Long> piece = ask(sql -> sweep(sql, mailbox));
                while (!piece.isEmpty() && !closed) {
                    freed.addAll(piece);
                    contents();
                    piece = ask(sql -> sweep(sql, mailbox));
                }
            }
        }
    }

    /** Takes some messages out of a deleted mailbox, or at last the mailbox; returns their contents. */
    private static List<Long> sweep(Sql sql, long mailbox) throws SQLException {
        List<long[]> piece = sql.query(
                "SELECT uid, content FROM message WHERE mailbox = ? ORDER BY uid FETCH FIRST " + PIECE + " ROWS ONLY",
                row -> new long[] {row.getLong(1), row.getLong(2)},
                mailbox);
        if (piece.isEmpty()) {
            sql.update("DELETE FROM doomed WHERE mailbox = ?", mailbox);
        } else {
            sql.update("DELETE FROM message WHERE mailbox = ? AND uid <= ?", mailbox, piece.get(piece.size() - 1)[0]);
        }
        return piece.stream().map(row -> row[1]).toList();
    }

    private void orphans(List<Long> folders, long newest)
            throws IOException, ExecutionException, TimeoutException, InterruptedException {
        for (long folder : folders) {
            List<Long> there = contents.contents(folder);
            for (int from = 0; from < there.size() && !closed; from += PIECE) {
                there.subList(from, Math.min(from + PIECE, there.size())).stream()
                        .filter(number -> number <= newest)
                        .forEach(freed::add);
                contents();
            }
        }
        lookedThrough = !closed;
    }

    private void operations() throws ExecutionException, TimeoutException, InterruptedException {
        long before = clock.instant().minus(REMEMBERED).toEpochMilli();
        int forgotten = PIECE;
        while (forgotten == PIECE && !closed) {
            forgotten = ask(sql -> {
                List<Long> times = sql.query(
                        "SELECT done FROM operation WHERE done < ? ORDER BY done FETCH FIRST " + PIECE + " ROWS ONLY",
                        row -> row.getLong(1),
                        before);
                return times.isEmpty()
                        ? 0
                        : Math.min(
                                PIECE,
                                sql.update("DELETE FROM operation WHERE done <= ?", times.get(times.size() - 1)));
            });
        }
    }

    private <T> T ask(Ask<T> question) throws ExecutionException, TimeoutException, InterruptedException {
        Question<T> chore = new Question<>(question, new CompletableFuture<>(), new CompletableFuture<>());
        writer.submit(chore);
        return chore.durable().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Work for the writer whose answer counts when it is durable. */
    private record Question<T>(Ask<T> question, CompletableFuture<T> answer, CompletableFuture<T> durable)
            implements Work.Chore {
        @Override
        public void write(Sql sql) throws SQLException {
            answer.complete(question.of(sql));
        }

        @Override
        public void succeed() {
            durable.complete(answer.join());
        }

        @Override
        public void fail(Exception why) {
            durable.completeExceptionally(why);
        }
    }

    /** Ends what it is doing; call before the writer is closed. */
    @Override
    public void close() {
        closed = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("cleaning up does not end");
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the next start that there is nothing to look for, if so; call after the writer is closed. */
    void leave() {
        if (lookedThrough && freed.isEmpty() && thread.isTerminated()) {
            try {
                Files.createFile(clean);
            } catch (IOException failure) {
                LOG.debug("the next start looks through all contents", failure);
            }
        }
    }
}
