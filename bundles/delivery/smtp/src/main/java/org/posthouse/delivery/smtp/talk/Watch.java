package org.posthouse.delivery.smtp.talk;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes sockets whose time is over, however the other side drips or does not read; and when it is closed, all of them but those that
 * only wait for the last word on a mail: they stay until it is said or their time is over.
 */
public final class Watch implements AutoCloseable {
    /** So many may wait to be said. */
    private static final int GOODBYES = 64;

    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor goodbyes;
    private final Set<Socket> open = new HashSet<>();
    private final Set<Socket> spared = new HashSet<>();
    private boolean closed;

    public Watch() {
        timer = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "posthouse-smtp-watch"));
        timer.setRemoveOnCancelPolicy(true);
        goodbyes = new ThreadPoolExecutor(
                1,
                1,
                5,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(GOODBYES),
                task -> new Thread(task, "posthouse-smtp-goodbye"));
        goodbyes.allowCoreThreadTimeOut(true);
    }

    synchronized void add(Socket socket) throws IOException {
        goesOn();
        open.add(socket);
    }

    void remove(Socket socket) {
        synchronized (this) {
            open.remove(socket);
            spared.remove(socket);
        }
        shut(socket);
    }

    /** Whether the last octets of a mail go out by it, or the word on that mail comes in: to cut it now is to send the mail twice. */
    synchronized void spare(Socket socket, boolean now) throws IOException {
        if (now) {
            goesOn();
            spared.add(socket);
        } else {
            spared.remove(socket);
        }
    }

    /** Does it on the timer's thread, unless it is cancelled; something that never blocks: all deadlines hang on that thread. */
    synchronized ScheduledFuture<?> in(Duration time, Runnable task) throws IOException {
        goesOn();
        return timer.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Does it soon, on a thread where it may block for a while; false: too many wait there. */
    boolean aside(Runnable task) {
        try {
            goodbyes.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void goesOn() throws IOException {
        if (closed) {
            throw new IOException("delivery ends");
        }
    }

    static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone, which was wanted.
        }
    }

    @Override
    public void close() {
        List<Socket> cut;
        synchronized (this) {
            closed = true;
            cut = open.stream().filter(socket -> !spared.contains(socket)).toList();
            // The deadlines of those that are spared still count; with the last of them its thread ends.
            timer.shutdown();
        }
        goodbyes.shutdown();
        cut.forEach(this::remove);
    }
}
