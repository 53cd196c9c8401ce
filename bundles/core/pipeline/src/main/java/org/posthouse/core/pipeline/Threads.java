package org.posthouse.core.pipeline;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Names our threads {@code posthouse-PART-n}. */
final class Threads {
    private Threads() {}

    static ThreadFactory named(String part) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "posthouse-" + part + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
