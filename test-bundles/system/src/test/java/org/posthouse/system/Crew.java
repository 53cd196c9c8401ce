package org.posthouse.system;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** People who use a server at the same time, each on a thread of its own; remembers what went wrong for any of them. */
final class Crew implements AutoCloseable {
    /**
     * Whether what is put off is a fault: deadlines within the server end early on a machine that is too busy, so that only the long form,
     * which has the machine to itself, can ask that of it.
     */
    static final boolean STRICT = Boolean.getBoolean("posthouse.long");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    /** What somebody does, until {@link #over}. */
    interface Task {
        void run() throws Exception;
    }

    void send(String who, Task task) {
        threads.execute(() -> {
            try {
                task.run();
            } catch (Exception e) {
                fault(who + ": " + e);
            }
        });
    }

    void fault(String what) {
        faults.add(what);
    }

    Queue<String> faults() {
        return faults;
    }

    /** Whether everybody is to come to an end. */
    boolean over() {
        return over;
    }

    /** Nobody begins anything new. */
    void finish() {
        over = true;
    }

    /** Lets everybody finish what he is at. */
    void end() throws InterruptedException {
        finish();
        threads.shutdown();
        if (!threads.awaitTermination(120, TimeUnit.SECONDS)) {
            fault("somebody hangs");
        }
    }

    @Override
    public void close() {
        over = true;
        threads.shutdownNow();
    }
}
