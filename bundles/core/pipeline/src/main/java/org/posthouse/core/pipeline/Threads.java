package org.posthouse.core.pipeline;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Our threads: named {@code posthouse-PART-n}. */
final class Threads {
    private Threads() {}

    /** Daemons named after this part of the pipeline. */
    static ThreadFactory named(String part) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "posthouse-" + part + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
