package org.posthouse.core.derby;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Derby engine within this class loader: boots and shuts single databases, and itself. Only data sources are used: the driver
 * manager does not see drivers of bundles.
 */
final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final String DATABASE_IS_SHUT = "08006";
    private static final String ENGINE_IS_SHUT = "XJ015";
    private static final String OTHER_PROCESS_HAS_IT = "XSDB6";

    private final Path home;
    private boolean running;

    Engine(Path home) {
        this.home = home;
    }

    /** The database of a part, made if it is not there; recovers what a killed process left. */
    DataSource boot(String part) throws SQLException, IOException {
        start();
        long begin = System.nanoTime();
        EmbeddedDataSource source = source(part);
        source.setCreateDatabase("create");
        try (Connection first = outsideOfTheCaller(source)) {
            LOG.info(
                    "database {} is open after {} ms, Derby {}",
                    part,
                    (System.nanoTime() - begin) / 1_000_000,
                    first.getMetaData().getDatabaseProductVersion());
        } catch (SQLException failure) {
            if (OTHER_PROCESS_HAS_IT.equals(rootOf(failure).getSQLState())) {
                LOG.error("database {} is in use by another process", part);
            } else {
                LOG.error(
                        "database {} cannot be opened: {}. If files in {} are damaged,"
                                + " stop the server and bring data/ back from a backup",
                        part,
                        rootOf(failure).getMessage(),
                        folder().resolve(part));
            }
            throw failure;
        }
        return source(part);
    }

    /** Of what is committed in the database of a part. */
    Witness witness(String part) {
        return new Witness(part, folder().resolve(part + ".commits"));
    }

    void shut(String part) {
        EmbeddedDataSource source = source(part);
        source.setShutdownDatabase("shutdown");
        expect(DATABASE_IS_SHUT, source, part);
    }

    /** Ends the engine's threads, so that its class loader can go. */
    synchronized void stop() {
        if (running) {
            EmbeddedDataSource source = new EmbeddedDataSource();
            source.setDatabaseName("");
            source.setShutdownDatabase("shutdown");
            expect(ENGINE_IS_SHUT, source, "engine");
            running = false;
        }
    }

    /** The engine reads these once, when its first database boots. */
    private synchronized void start() throws IOException {
        Path databases = Files.createDirectories(folder());
        Path log = Files.createDirectories(home.resolve("log"));
        if (!running) {
            Map.of(
                            "derby.system.home", databases.toString(),
                            "derby.stream.error.file", log.resolve("derby.log").toString(),
                            "derby.infolog.append", "true",
                            "derby.storage.pageCacheSize", "1000",
                            // Writes that force (O_SYNC), not a force after the write: that one Derby would try again
                            // when it has
                            // failed, and a force that is tried again proves nothing.
                            "derby.storage.fileSyncTransactionLog", "false",
                            "derby.storage.logBufferSize", "262144",
                            "derby.locks.waitTimeout", "20")
                    .forEach(System::setProperty);
            running = true;
        }
    }

    /** The engine's threads inherit the context class loader of whoever boots it: let it be our own, not the caller's. */
    private static Connection outsideOfTheCaller(DataSource source) throws SQLException {
        Thread thread = Thread.currentThread();
        ClassLoader callers = thread.getContextClassLoader();
        thread.setContextClassLoader(Engine.class.getClassLoader());
        try {
            return source.getConnection();
        } finally {
            thread.setContextClassLoader(callers);
        }
    }

    private EmbeddedDataSource source(String part) {
        EmbeddedDataSource source = new EmbeddedDataSource();
        source.setDatabaseName(folder().resolve(part).toString());
        return source;
    }

    private Path folder() {
        return home.resolve("data").resolve("db");
    }

    /** Derby says that it has shut something by failing. */
    private static void expect(String state, DataSource source, String what) {
        try (Connection none = outsideOfTheCaller(source)) {
            LOG.warn("{} did not shut: {}", what, none.getMetaData().getURL());
        } catch (SQLException said) {
            if (!state.equals(said.getSQLState())) {
                LOG.warn("{} did not shut", what, said);
            }
        }
    }

    private static SQLException rootOf(SQLException failure) {
        SQLException root = failure;
        while (root.getNextException() != null) {
            root = root.getNextException();
        }
        return root;
    }
}
