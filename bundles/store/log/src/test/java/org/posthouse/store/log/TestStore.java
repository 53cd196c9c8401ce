package org.posthouse.store.log;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.LongSupplier;
import org.posthouse.lib.segments.Forcing;
import org.posthouse.lib.store.Claim;

/** Stores in small segments, which are filled and compacted soon. */
final class TestStore {
    static final Settings SMALL = new Settings(1_000_000, 0, 256 << 10, 2);

    private TestStore() {}

    static LogStore at(Path home) {
        return new LogStore(home, SMALL, Clock.systemUTC());
    }

    /** On a disk that behaves as it is told. */
    static LogStore at(Path home, Settings settings, Forcing forcing, LongSupplier free) {
        return new LogStore(settings, new Disk(forcing, free, Clock.systemUTC()), Claim.alone(folder(home)));
    }

    static Path folder(Path home) {
        return home.resolve("data/store/default/log");
    }
}
