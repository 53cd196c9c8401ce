package org.posthouse.delivery.smtp.talk;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Closes sockets whose time is over, however the other side drips or does not read; and all of them when it is closed. */
public final class Watch implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public Watch() {
        timer = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "posthouse-smtp-watch"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void add(Socket socket) throws IOException {
        open.add(socket);
        if (closed) {
            remove(socket);
            throw new IOException("delivery ends");
        }
    }

    void remove(Socket socket) {
        open.remove(socket);
        shut(socket);
    }

    /** Does it on the timer's thread, unless it is cancelled; something short. */
    ScheduledFuture<?> in(Duration time, Runnable task) throws IOException {
        if (closed) {
            throw new IOException("delivery ends");
        }
        return timer.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
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
        closed = true;
        var unused = timer.shutdownNow();
        open.forEach(this::remove);
    }
}
