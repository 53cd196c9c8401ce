package org.posthouse.core.net;

import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Netty's detector of lost buffers, named in the pom; keeps what it finds for {@link Leaks}. */
public final class LeakWatch<T> extends ResourceLeakDetector<T> {
    static final List<String> LOST = new CopyOnWriteArrayList<>();

    public LeakWatch(Class<T> type, int interval) {
        super(type, interval);
    }

    @Override
    protected void reportTracedLeak(String kind, String records) {
        LOST.add(kind + records);
    }

    @Override
    protected void reportUntracedLeak(String kind) {
        LOST.add(kind);
    }
}
