package org.posthouse.core.net;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes named threads that inherit nothing from whoever happens to ask for them. */
final class Threads implements ThreadFactory {
    private final String prefix;
    private final AtomicInteger made = new AtomicInteger();

    Threads(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(null, task, prefix + made.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Threads.class.getClassLoader());
        return thread;
    }
}
