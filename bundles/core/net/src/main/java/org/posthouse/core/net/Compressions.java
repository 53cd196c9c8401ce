package org.posthouse.core.net;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** How many connections are compressed: each holds up to 48 KiB beside the heap, so there is a limit. Any thread. */
final class Compressions {
    private final IntSupplier most;
    private final Deflaters deflaters = new Deflaters();
    private final AtomicInteger count = new AtomicInteger();

    /** @param most so many; it may change */
    Compressions(IntSupplier most) {
        this.most = most;
    }

    /** Whether one more may be offered it. */
    boolean offered() {
        return count.get() < most.getAsInt();
    }

    void begun() {
        count.incrementAndGet();
    }

    void ended() {
        count.decrementAndGet();
    }

    int count() {
        return count.get();
    }

    Deflaters deflaters() {
        return deflaters;
    }
}
