package org.posthouse.core.net;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;

/** One protocol's part of the workers: where all of its conversations wait for something, some are left to the other protocols. */
final class Share implements Executor {
    private final Executor workers;
    private final IntSupplier most;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int running;

    /** @param most so many tasks at a time, as it is now */
    Share(Executor workers, IntSupplier most) {
        this.workers = workers;
        this.most = most;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            if (running >= most.getAsInt()) {
                waiting.add(task);
                return;
            }
            running++;
        }
        begin(task);
    }

    private void begin(Runnable task) {
        workers.execute(() -> {
            try {
                task.run();
            } finally {
                ended();
            }
        });
    }

    private void ended() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            running -= next == null ? 1 : 0;
        }
        if (next != null) {
            begin(next);
        }
    }
}
