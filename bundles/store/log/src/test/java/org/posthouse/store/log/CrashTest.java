package org.posthouse.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.posthouse.spi.store.StoreBackend;
import org.posthouse.tck.store.CrashContract;
import org.posthouse.tck.store.StoreFolder;

/** The contract of crashes, in a store that is being compacted all the time and has little memory. */
final class CrashTest implements CrashContract {
    @Override
    public Class<? extends StoreFolder> folder() {
        return Compacting.class;
    }

    @Override
    public void lookInto(StoreBackend store) {
        assertThat(((LogStore) store).troubles()).isEmpty();
    }

    /** Does nothing but compact. */
    public static final class Compacting implements StoreFolder {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private Optional<LogStore> store = Optional.empty();
        private volatile boolean closed;

        @Override
        public StoreBackend open(Path home) {
            LogStore opened = new LogStore(home, new Settings(50, 0, 64 << 10, 2), Clock.systemUTC());
            store = Optional.of(opened);
            thread.execute(() -> compact(opened));
            return opened;
        }

        private void compact(LogStore opened) {
            try {
                while (!closed) {
                    for (Shard shard : opened.opened().shards()) {
                        shard.keeper().round(0.9);
                    }
                }
            } catch (Exception failure) {
                if (!closed) {
                    throw new IllegalStateException(failure);
                }
            }
        }

        @Override
        public void close() {
            closed = true;
            thread.shutdown();
            store.ifPresent(LogStore::close);
        }
    }
}
