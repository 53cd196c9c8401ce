package org.posthouse.core.pipeline;

import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Our threads: named {@code posthouse-PART-n}, and so many at a time. */
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

    /** How many may run at a time; the number may change. */
    static final class Permits extends Semaphore {
        private static final long serialVersionUID = 1;

        private int size;

        Permits(int size) {
            super(size);
            this.size = size;
        }

        synchronized void resize(int wanted) {
            if (wanted > size) {
                release(wanted - size);
            } else {
                reducePermits(size - wanted);
            }
            size = wanted;
        }
    }
}
