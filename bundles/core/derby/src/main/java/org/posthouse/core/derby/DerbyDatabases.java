package org.posthouse.core.derby;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    private final Map<String, Pool> pools = new TreeMap<>();
    private boolean closed;

    @Activate
    public DerbyDatabases(BundleContext bundle) {
        this(Path.of(bundle.getProperty("posthouse.home")));
    }

    /** Databases under {@code data/db} of this home. */
    public DerbyDatabases(Path home) {
        this.engine = new Engine(home.toAbsolutePath());
    }

    @Override
    public synchronized DataSource open(String part, List<List<String>> steps) throws MailException {
        if (!PART.matcher(part).matches()) {
            throw new IllegalArgumentException("no name of a part: " + part);
        }
        if (closed) {
            throw MailException.notNow("The database is shutting down");
        }
        Pool open = pools.get(part);
        Pool pool = open == null ? boot(part) : open;
        try {
            Schema.bring(pool, part, steps);
        } catch (MailException failure) {
            if (open == null) {
                shut(part, pool);
            }
            throw failure;
        }
        pools.put(part, pool);
        return pool;
    }

    private Pool boot(String part) throws MailException {
        try {
            return new Pool(engine.boot(part));
        } catch (SQLException | IOException failure) {
            throw MailException.notNow("The database " + part + " cannot be opened", failure);
        }
    }

    /** Ends every connection, every database, and the engine; what was committed is there again at the next start. */
    @Override
    @Deactivate
    public synchronized void close() {
        closed = true;
        pools.forEach(this::shut);
        pools.clear();
        engine.stop();
    }

    private void shut(String part, Pool pool) {
        if (!pool.drained()) {
            LOG.warn("database {}: connections in use are cut off", part);
        }
        engine.shut(part);
    }
}
