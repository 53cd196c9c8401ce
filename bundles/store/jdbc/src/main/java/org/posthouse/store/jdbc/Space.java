package org.posthouse.store.jdbc;

import java.time.Duration;
import java.util.function.LongSupplier;

/** What is free of a disk: asked now and then, and again before anybody is refused; what is written meanwhile counts. Safe for threads. */
final class Space {
    private static final long FRESH_NANOS = Duration.ofMillis(200).toNanos();
    /** Octets that a file takes at least, and its row with it. */
    private static final long LEAST = 16 << 10;

    private final LongSupplier disk;
    private final long reserve;
    private long free;
    private long asked;

    /** @param disk tells how many octets are free */
    Space(LongSupplier disk, long reserve) {
        this.disk = disk;
        this.reserve = reserve;
        ask();
    }

    /** Whether the reserve stays free when so many more octets are written, which they are then. */
    synchronized boolean take(long more) {
        if (System.nanoTime() - asked > FRESH_NANOS || free - more < reserve) {
            ask();
        }
        boolean enough = free - more >= reserve;
        free -= enough ? more + LEAST : 0;
        return enough;
    }

    /** Octets that the disk has left. */
    synchronized long free() {
        ask();
        return free;
    }

    private void ask() {
        free = disk.getAsLong();
        asked = System.nanoTime();
    }
}
