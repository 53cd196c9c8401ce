package org.posthouse.store.log;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.LongSupplier;
import org.posthouse.lib.segments.Forcing;

/** The disk as the store sees it, and the clock. */
record Disk(Forcing forcing, LongSupplier free, Clock clock) {
    static Disk at(Path folder, Clock clock) {
        // A FileStore would need the mount table, which a chroot may not have.
        return new Disk(Forcing.DATA, folder.toFile()::getUsableSpace, clock);
    }
}
