package org.posthouse.core.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthouse.api.account.Directory;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;

/** The few threads on which passwords are hashed, so that logins never take all processors or all memory. */
final class Hashers implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 15;

    private final ThreadPoolExecutor pool;

    Hashers(int threads, int waiting) {
        AtomicInteger number = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                threads, threads, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), task -> {
                    Thread thread = new Thread(task, "posthouse-hash-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /** Waits for the answer; a temporary failure if too many wait already. */
    <T> T run(Callable<T> task) throws MailException {
        return await(submit(task));
    }

    /** All of these, as many at a time as there are threads, or none. */
    <T> List<T> all(List<Callable<T>> tasks, Directory.Pace pace) throws MailException {
        List<T> answers = new ArrayList<>(tasks.size());
        int threads = pool.getMaximumPoolSize();
        for (int from = 0; from < tasks.size(); from += threads) {
            List<Future<T>> running = new ArrayList<>(threads);
            for (Callable<T> task : tasks.subList(from, Math.min(tasks.size(), from + threads))) {
                running.add(submit(task));
            }
            for (Future<T> answer : running) {
                answers.add(await(answer));
            }
            if (!pace.at(answers.size(), tasks.size())) {
                throw new MailException(
                        MailException.Kind.PERMANENT, new Status(5, 3, 0), "it was broken off; nothing has changed");
            }
        }
        return answers;
    }

    private <T> Future<T> submit(Callable<T> task) throws MailException {
        try {
            return pool.submit(task);
        } catch (RejectedExecutionException e) {
            throw MailException.notNow("too many logins at the same time", e);
        }
    }

    private static <T> T await(Future<T> answer) throws MailException {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw MailException.notNow("too many logins at the same time", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw MailException.notNow("the server is stopping", e);
        } catch (ExecutionException e) {
            throw MailException.notNow("the password could not be checked", e.getCause());
        }
    }

    /** As many from now on; those at work finish. */
    void threads(int threads) {
        if (threads > pool.getMaximumPoolSize()) {
            pool.setMaximumPoolSize(threads);
            pool.setCorePoolSize(threads);
        } else {
            pool.setCorePoolSize(threads);
            pool.setMaximumPoolSize(threads);
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
