package org.posthouse.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.posthouse.spi.store.StoreBackend;
import org.posthouse.tck.store.CrashContract;
import org.posthouse.tck.store.StoreFolder;

/** The contract of crashes, on Derby. */
final class CrashTest implements CrashContract {
    @Override
    public Class<? extends StoreFolder> folder() {
        return OnDerby.class;
    }

    @Override
    public void lookInto(StoreBackend store) {
        assertThat(((JdbcStore) store).troubles()).isEmpty();
    }

    /** A store with its database. */
    public static final class OnDerby implements StoreFolder {
        private Optional<TestHome> home = Optional.empty();

        @Override
        public StoreBackend open(Path folder) {
            home = Optional.of(new TestHome(folder));
            return home.get().open();
        }

        @Override
        public void close() {
            home.ifPresent(TestHome::close);
        }
    }
}
