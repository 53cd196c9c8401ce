package org.posthouse.system;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** People who use a server at the same time, each on a thread of its own; remembers what went wrong for any of them. */
final class Crew implements AutoCloseable {
    private static final boolean LONG = Boolean.getBoolean("posthouse.long");
    /** So many who want a core wait for it, on average of a minute: deadlines within the server end early then. */
    private static final int BUSY = 6;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    /** What somebody does, until {@link #over}. */
    interface Task {
        void run() throws Exception;
    }

    /** Whether what is put off is a fault: not on a machine that is too busy, unless it is to have been kept free for the long form. */
    static boolean strict() {
        OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
        return LONG || machine.getSystemLoadAverage() < BUSY * machine.getAvailableProcessors();
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
