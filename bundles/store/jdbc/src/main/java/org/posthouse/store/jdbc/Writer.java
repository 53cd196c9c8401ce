package org.posthouse.store.jdbc;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.posthouse.lib.store.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes to the database: whatever waits goes into one transaction, so that many share its force. A batch that
 * fails is taken apart, and only the plan that cannot be written fails. Whatever is thrown fails what was to be written, at once, and
 * never ends the thread.
 */
final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int MOST = 256;
    private static final int END_SECONDS = 10;

    private final DataSource database;
    private final ContentFolder contents;
    private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ExecutorService thread;
    private Optional<Sql> connection = Optional.empty();

    Writer(DataSource database, ContentFolder contents) {
        this.database = database;
        this.contents = contents;
        this.thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "posthouse-store-1"));
        thread.execute(this::work);
    }

    void submit(Work work) {
        queue.add(work);
        if (closed.get() && queue.remove(work)) {
            work.fail(Failures.notNow("The store is closing"));
        }
    }

    private void work() {
        List<Work> taken = new ArrayList<>(MOST);
        try {
            while (!closed.get() || !queue.isEmpty()) {
                taken.add(queue.take());
                queue.drainTo(taken, MOST - taken.size());
                writeOrFail(taken);
                taken.clear();
            }
        } catch (InterruptedException interrupt) {
            LOG.warn("the writer was interrupted");
            Thread.currentThread().interrupt();
        } finally {
            closed.set(true);
            disconnect();
            queue.forEach(work -> work.fail(Failures.notNow("The store is closing")));
        }
    }

    /** What is thrown here has no known cause: nobody waits for an answer that does not come. */
    private void writeOrFail(List<Work> taken) {
        try {
            write(taken);
        } catch (RuntimeException | Error failure) {
            LOG.error("{} changes may not be written", taken.size(), failure);
            back();
            taken.forEach(work -> {
                if (work instanceof Plan plan) {
                    plan.doubt(failure);
                } else {
                    work.fail(Failures.unknown(failure));
                }
            });
        }
    }

    /** In the order in which it came: a chore sees all plans before it. */
    private void write(List<Work> taken) {
        List<Plan> batch = new ArrayList<>(taken.size());
        for (Work work : taken) {
            if (work instanceof Plan plan) {
                batch.add(plan);
            } else if (work instanceof Work.Chore chore) {
                flush(batch);
                write(chore);
            }
        }
        flush(batch);
    }

    private void flush(List<Plan> batch) {
        batch.removeIf(Plan::lose);
        if (!batch.isEmpty() && settled(batch)) {
            together(batch);
        }
        batch.clear();
    }

    private boolean settled(List<Plan> batch) {
        try {
            contents.settle(batch.stream()
                    .flatMapToLong(plan -> LongStream.of(plan.arrived()))
                    .toArray());
            return true;
        } catch (IOException | RuntimeException | Error failure) {
            LOG.error("names of contents cannot be made durable", failure);
            contents.notKept(failure);
            batch.forEach(plan -> plan.fail(Failures.of(failure)));
            return false;
        }
    }

    private void together(List<Plan> batch) {
        boolean committing = false;
        try {
            Sql sql = connected();
            for (Plan plan : batch) {
                plan.write(sql);
            }
            committing = true;
            sql.commit();
        } catch (SQLException | RuntimeException | Error failure) {
            back();
            if (batch.size() > 1) {
                LOG.info("a batch of {} is taken apart: {}", batch.size(), failure.getMessage());
            }
            for (Plan plan : batch) {
                alone(plan, committing);
            }
            return;
        }
        batch.forEach(Writer::succeed);
    }

    /** @param committed whether it may be in the database already: only the database can tell that it is not */
    private void alone(Plan plan, boolean committed) {
        if (plan.lose()) {
            return;
        }
        boolean inDoubt = committed;
        try {
            Sql sql = connected();
            Row.Trace trace = plan.trace(sql);
            if (trace == Row.Trace.OTHERS) {
                sql.rollback();
                plan.fail(Failures.conflict());
                return;
            }
            if (trace == Row.Trace.NONE) {
                inDoubt = false;
                plan.write(sql);
            }
            inDoubt = true;
            sql.commit();
        } catch (SQLException | RuntimeException | Error failure) {
            LOG.error("a change cannot be written: {}", failure.toString());
            contents.notKept(failure);
            back();
            if (inDoubt) {
                plan.doubt(failure);
            } else {
                plan.fail(Failures.of(failure));
            }
            return;
        }
        succeed(plan);
    }

    /** It is durable whatever happens to the news of it. */
    private static void succeed(Plan plan) {
        try {
            plan.succeed();
        } catch (RuntimeException | Error failure) {
            LOG.error("a change is written and cannot be published", failure);
        }
    }

    private void write(Work.Chore chore) {
        try {
            Sql sql = connected();
            chore.write(sql);
            sql.commit();
        } catch (SQLException | RuntimeException | Error failure) {
            back();
            chore.fail(failure instanceof Exception known ? known : Failures.of(failure));
            return;
        }
        chore.succeed();
    }

    private Sql connected() throws SQLException {
        if (connection.isEmpty()) {
            connection = Optional.of(Sql.writing(database));
        }
        return connection.orElseThrow();
    }

    /** Nothing of the transaction stays; a connection that cannot even do that is given up. */
    private void back() {
        try {
            if (connection.isPresent()) {
                connection.orElseThrow().rollback();
            }
        } catch (SQLException broken) {
            LOG.warn("the connection is lost: {}", broken.getMessage());
            disconnect();
        }
    }

    private void disconnect() {
        try {
            if (connection.isPresent()) {
                connection.orElseThrow().close();
            }
        } catch (SQLException failure) {
            LOG.debug("closing", failure);
        } finally {
            connection = Optional.empty();
        }
    }

    /** Writes what is waiting, then ends. */
    @Override
    public void close() {
        closed.set(true);
        queue.add(new Wake());
        thread.shutdown();
        try {
            if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the writer does not end");
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the thread see that it is to end. */
    private record Wake() implements Work.Chore {
        @Override
        public void write(Sql sql) {
            LOG.debug("the writer ends");
        }

        @Override
        public void succeed() {
            LOG.debug("nothing is waiting");
        }

        @Override
        public void fail(Exception why) {
            LOG.debug("the writer had no connection", why);
        }
    }
}
