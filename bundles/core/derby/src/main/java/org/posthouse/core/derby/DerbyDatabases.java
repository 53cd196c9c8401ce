package org.posthouse.core.derby;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.posthouse.api.database.Databases;
import org.posthouse.api.mail.MailException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Derby databases, one folder for each part. The engine starts with the first part that is opened and ends with this component, so that
 * both may come back within the same process.
 */
@Component(name = "org.posthouse.core.derby", immediate = true, service = Databases.class)
public final class DerbyDatabases implements Databases, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DerbyDatabases.class);
    private static final Pattern PART = Pattern.compile("[a-z]{1,32}");

    private final Engine engine;
    private final Map<String, Part> parts = new ConcurrentHashMap<>();
    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private boolean closed;

    /** A part's place: parts open beside each other, but each once. */
    private static final class Part {
        private final Witness witness;
        private Optional<Pool> pool = Optional.empty();
        private Optional<MailException> refusal = Optional.empty();

        Part(Witness witness) {
            this.witness = witness;
        }
    }

    @Activate
    public DerbyDatabases(BundleContext bundle) {
        this(Path.of(bundle.getProperty("posthouse.home")));
    }

    /** Databases under {@code data/db} of this home. */
    public DerbyDatabases(Path home) {
        this.engine = new Engine(home.toAbsolutePath());
    }

    @Override
    public DataSource open(String part, List<List<String>> steps) throws MailException {
        if (!PART.matcher(part).matches()) {
            throw new IllegalArgumentException("no name of a part: " + part);
        }
        life.readLock().lock();
        try {
            if (closed) {
                throw MailException.notNow("The database is shutting down");
            }
            return open(part, parts.computeIfAbsent(part, name -> new Part(engine.witness(name))), steps);
        } finally {
            life.readLock().unlock();
        }
    }

    private DataSource open(String name, Part part, List<List<String>> steps) throws MailException {
        synchronized (part) {
            if (part.refusal.isPresent()) {
                throw part.refusal.get();
            }
            if (part.pool.isEmpty()) {
                part.pool = Optional.of(boot(name, part, steps));
            } else {
                Schema.bring(part.pool.get(), name, steps);
            }
            return part.pool.get();
        }
    }

    private Pool boot(String name, Part part, List<List<String>> steps) throws MailException {
        Pool pool = boot(name, part.witness);
        boolean open = false;
        try {
            examine(part, pool);
            Schema.bring(pool, name, steps);
            part.witness.begin(pool);
            open = true;
            return pool;
        } catch (SQLException | IOException failure) {
            throw MailException.notNow("The database " + name + " cannot be opened", failure);
        } finally {
            if (!open) {
                shut(name, pool);
            }
        }
    }

    /** What has lost commits is not looked at again before the next start. */
    private static void examine(Part part, Pool pool) throws SQLException, IOException, MailException {
        try {
            part.witness.examine(pool);
        } catch (MailException lost) {
            part.refusal = Optional.of(lost);
            throw lost;
        }
    }

    private Pool boot(String part, Witness witness) throws MailException {
        try {
            return new Pool(engine.boot(part), witness);
        } catch (SQLException | IOException failure) {
            throw MailException.notNow("The database " + part + " cannot be opened", failure);
        }
    }

    /** Ends every connection, every database, and the engine; what was committed is there again at the next start. */
    @Override
    @Deactivate
    public void close() {
        life.writeLock().lock();
        try {
            closed = true;
            parts.forEach((name, part) -> {
                part.pool.ifPresent(pool -> shut(name, pool));
                part.witness.close();
            });
            parts.clear();
            engine.stop();
        } finally {
            life.writeLock().unlock();
        }
    }

    private void shut(String part, Pool pool) {
        if (!pool.drained()) {
            LOG.warn("database {}: connections in use are cut off", part);
        }
        engine.shut(part);
    }
}
