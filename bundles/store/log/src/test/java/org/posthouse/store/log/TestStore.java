package org.posthouse.store.log;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.posthouse.lib.segments.Forcing;
import org.posthouse.lib.store.Claim;
import org.posthouse.spi.store.StoreBackend;
import org.posthouse.tck.store.StoreFolder;

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

    /** One as an administrator has it. */
    public static final class Usual implements StoreFolder {
        private Optional<LogStore> store = Optional.empty();

        @Override
        public StoreBackend open(Path home) {
            store = Optional.of(new LogStore(home, Settings.DEFAULT, Clock.systemUTC()));
            return store.get();
        }

        @Override
        public void close() {
            store.ifPresent(LogStore::close);
        }
    }
}
