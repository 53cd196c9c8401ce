package org.posthouse.store.jdbc;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.spi.store.StoreBackend;
import org.posthouse.tck.store.StoreContract;

/** The contract, on Derby. */
final class JdbcStoreTest implements StoreContract {
    @TempDir
    private Path folder;

    private Optional<TestHome> home = Optional.empty();

    @Override
    public StoreBackend open() {
        if (home.isEmpty()) {
            home = Optional.of(new TestHome(folder));
        }
        return home.get().open();
    }

    @Override
    public void close() {
        home.ifPresent(TestHome::close);
    }
}
