package org.posthouse.store.log;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.spi.store.StoreBackend;
import org.posthouse.tck.store.StoreContract;

/** The contract, in small segments. */
final class LogStoreTest implements StoreContract {
    @TempDir
    private Path folder;

    private Optional<LogStore> store = Optional.empty();

    @Override
    public StoreBackend open() {
        if (store.isEmpty()) {
            store = Optional.of(TestStore.at(folder));
        }
        return store.get();
    }

    @Override
    public void close() {
        store.ifPresent(LogStore::close);
        store = Optional.empty();
    }
}
