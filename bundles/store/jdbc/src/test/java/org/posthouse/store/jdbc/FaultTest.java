package org.posthouse.store.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.spi.store.StoreBackend;
import org.posthouse.tck.store.FaultContract;

/** The contract of faults, in the database's commits: some fail before they are done, others when they are. */
final class FaultTest implements FaultContract {
    @TempDir
    private Path folder;

    private volatile Fault fault = Fault.NONE;
    private volatile int commits;
    private Optional<TestHome> home = Optional.empty();
    private Optional<JdbcStore> store = Optional.empty();

    @Override
    public StoreBackend open() {
        if (store.isEmpty()) {
            TestHome opened = new TestHome(folder);
            var unused = opened.open();
            opened.closeStore();
            home = Optional.of(opened);
            store = Optional.of(new JdbcStore(
                    new FaultyDatabases(opened.databases(), this::early, this::late),
                    folder,
                    Settings.DEFAULT,
                    Clock.systemUTC()));
        }
        return store.get();
    }

    private boolean early(String call) {
        return call.equals("commit") && ++commits % 2 == 0 && struck();
    }

    private boolean late(String call) {
        return call.equals("commit") && commits % 2 != 0 && struck();
    }

    private boolean struck() {
        try {
            fault.strike();
            return false;
        } catch (IOException | UncheckedIOException failure) {
            return true;
        }
    }

    @Override
    public void fault(Fault wanted) {
        fault = wanted;
    }

    @Override
    public void close() {
        store.ifPresent(JdbcStore::close);
        store = Optional.empty();
        home.ifPresent(TestHome::close);
        home = Optional.empty();
    }
}
