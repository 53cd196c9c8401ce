package org.posthouse.store.jdbc;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.core.derby.DerbyDatabases;
import org.posthouse.spi.store.StoreBackend;
import org.posthouse.tck.store.StoreContract;

/** The contract, on Derby. */
final class JdbcStoreTest implements StoreContract {
    @TempDir
    private Path home;

    private Optional<DerbyDatabases> databases = Optional.empty();
    private Optional<JdbcStore> store = Optional.empty();

    @Override
    public StoreBackend open() {
        if (store.isEmpty()) {
            databases = Optional.of(new DerbyDatabases(home));
            store = Optional.of(new JdbcStore(databases.get(), home, Settings.DEFAULT, Clock.systemUTC()));
        }
        return store.get();
    }

    @Override
    public void close() {
        store.ifPresent(JdbcStore::close);
        databases.ifPresent(DerbyDatabases::close);
        store = Optional.empty();
        databases = Optional.empty();
    }
}
