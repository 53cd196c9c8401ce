package org.posthouse.core.derby;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.posthouse.api.mail.MailException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows how many commits a database has acknowledged, by a file beside it: Derby takes a damaged log to be at its end and says nothing, but
 * a database that knows of fewer commits than this has lost some. The file is written after each commit and not forced: it may know of
 * too few, never of too many. Safe for threads.
 */
final class Witness implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Witness.class);
    private static final int OCTETS = 2 * Long.BYTES;

    private final String part;
    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<RandomAccessFile> counted = Optional.empty();
    private long commits;
    private boolean complained;

    /** @param file {@code data/db/PART.commits} */
    Witness(String part, Path file) {
        this.part = part;
        this.file = file;
    }

    /** Refuses a database that has lost commits; changes nothing. */
    void examine(DataSource database) throws SQLException, IOException, MailException {
        long seen = noted().orElse(0);
        try (Connection connection = database.getConnection()) {
            commits = known(connection).orElse(0);
        }
        if (commits < seen) {
            LOG.error(
                    "database {} has lost {} changes that were acknowledged: files in {} are damaged, or"
                            + " were copied while the server ran. It stays closed. Stop the server and bring data/ back from a"
                            + " backup, or delete {} to go on without these changes",
                    part,
                    seen - commits,
                    file.resolveSibling(part),
                    file);
            throw MailException.notNow("The database " + part + " is damaged");
        }
    }

    /** Counts from now on, in a database that is in order. */
    void begin(DataSource database) throws SQLException, IOException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (known(connection).isEmpty()) {
                connection.setAutoCommit(false);
                statement.executeUpdate("CREATE TABLE posthouse_commits (number BIGINT NOT NULL)");
                statement.executeUpdate("INSERT INTO posthouse_commits VALUES (" + commits + ")");
                connection.commit();
            }
        }
        // No channel: that would be closed if somebody who commits is interrupted.
        RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw");
        note(opened, commits);
        opened.getFD().sync();
        counted = Optional.of(opened);
    }

    /** Commits what this connection has done, and notes that. */
    void commit(Connection connection) throws SQLException {
        lock.lock();
        try {
            if (counted.isEmpty()) {
                connection.commit();
                return;
            }
            // A number is used once, also if nobody knows whether it was committed.
            long next = ++commits;
            try (PreparedStatement count = connection.prepareStatement("UPDATE posthouse_commits SET number = ?")) {
                count.setLong(1, next);
                count.executeUpdate();
            }
            connection.commit();
            note(counted.get(), next);
        } catch (IOException failure) {
            if (!complained) {
                LOG.warn("{} cannot be written: damage of database {} may be overlooked", file, part, failure);
            }
            complained = true;
        } finally {
            lock.unlock();
        }
    }

    private OptionalLong noted() throws IOException {
        if (Files.notExists(file)) {
            return OptionalLong.empty();
        }
        ByteBuffer octets = ByteBuffer.wrap(Files.readAllBytes(file));
        boolean whole = octets.limit() == OCTETS && octets.getLong(0) == ~octets.getLong(Long.BYTES);
        if (!whole) {
            LOG.warn("{} is damaged: whether database {} has lost anything cannot be told", file, part);
        }
        return whole ? OptionalLong.of(octets.getLong(0)) : OptionalLong.empty();
    }

    private static void note(RandomAccessFile to, long number) throws IOException {
        to.seek(0);
        to.write(ByteBuffer.allocate(OCTETS).putLong(number).putLong(~number).array());
    }

    private static OptionalLong known(Connection connection) throws SQLException {
        try (ResultSet table = connection.getMetaData().getTables(null, null, "POSTHOUSE_COMMITS", null)) {
            if (!table.next()) {
                return OptionalLong.empty();
            }
        }
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("SELECT number FROM posthouse_commits")) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (counted.isPresent()) {
                counted.get().close();
            }
            counted = Optional.empty();
        } catch (IOException failure) {
            LOG.warn("{} cannot be closed", file, failure);
        } finally {
            lock.unlock();
        }
    }
}
