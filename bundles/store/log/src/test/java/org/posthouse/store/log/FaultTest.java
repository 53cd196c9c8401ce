package org.posthouse.store.log;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.spi.store.StoreBackend;
import org.posthouse.tck.store.FaultContract;

/** The contract of faults, in what forces the log. */
final class FaultTest implements FaultContract {
    @TempDir
    private Path folder;

    private volatile Fault fault = Fault.NONE;
    private Optional<LogStore> store = Optional.empty();

    @Override
    public StoreBackend open() {
        if (store.isEmpty()) {
            store = Optional.of(TestStore.at(
                    folder,
                    TestStore.SMALL,
                    channel -> {
                        fault.strike();
                        channel.force(false);
                    },
                    () -> 1L << 30));
        }
        return store.get();
    }

    @Override
    public void fault(Fault wanted) {
        fault = wanted;
    }

    @Override
    public void close() {
        store.ifPresent(LogStore::close);
        store = Optional.empty();
    }
}
