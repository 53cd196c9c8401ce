package org.posthouse.store.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;
import org.posthouse.api.mail.MailException;
import org.posthouse.core.derby.DerbyDatabases;

/** A store in a folder, that can be closed and opened again. Its database is a copy of an empty one, which is faster than making it. */
final class TestHome implements AutoCloseable {
    private final Path home;
    private final Settings settings;
    private final Clock clock;
    private Optional<DerbyDatabases> databases = Optional.empty();
    private Optional<JdbcStore> store = Optional.empty();

    TestHome(Path home) {
        this(home, Settings.DEFAULT, Clock.systemUTC());
    }

    TestHome(Path home, Settings settings, Clock clock) {
        this.home = home;
        this.settings = settings;
        this.clock = clock;
    }

    JdbcStore open() {
        if (store.isEmpty()) {
            Path database = home.resolve("data/db/store");
            if (!Files.exists(database)) {
                copy(Empty.HOME.resolve("data/db/store"), database);
            }
            databases = Optional.of(new DerbyDatabases(home));
            store = Optional.of(new JdbcStore(databases.get(), home, settings, clock));
        }
        return store.get();
    }

    Path contents() {
        return home.resolve("data/store/default");
    }

    DerbyDatabases databases() {
        return databases.orElseThrow();
    }

    /** Leaves the databases open. */
    void closeStore() {
        store.ifPresent(JdbcStore::close);
        store = Optional.empty();
    }

    @Override
    public void close() {
        closeStore();
        databases.ifPresent(DerbyDatabases::close);
        databases = Optional.empty();
    }

    /** Made once, when it is needed. */
    private static final class Empty {
        static final Path HOME = empty();

        private static Path empty() {
            try {
                Path home = Files.createTempDirectory(Path.of("target"), "empty");
                try (DerbyDatabases made = new DerbyDatabases(home)) {
                    made.open("store", Schema.STEPS);
                } catch (MailException failure) {
                    throw new IllegalStateException(failure);
                }
                return home;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            Files.createDirectories(to.getParent());
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
