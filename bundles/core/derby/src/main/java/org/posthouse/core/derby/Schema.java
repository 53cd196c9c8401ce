package org.posthouse.core.derby;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The level of a database's tables, kept in a table of its own; a level is the number of steps taken. */
final class Schema {
    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
    private static final Status WRONG_LEVEL = new Status(5, 3, 5);

    private Schema() {}

    /** Takes the steps that have not been taken, each in its transaction. */
    static void bring(DataSource source, String part, List<List<String>> steps) throws MailException {
        try (Connection connection = source.getConnection()) {
            int level = level(connection);
            if (level > steps.size()) {
                throw new MailException(
                        MailException.Kind.PERMANENT,
                        WRONG_LEVEL,
                        "The database " + part + " is of level " + level + ", this release knows " + steps.size());
            }
            connection.setAutoCommit(false);
            for (int next = level; next < steps.size(); next++) {
                take(connection, steps.get(next), next + 1);
                LOG.info("database {} is of level {} now", part, next + 1);
            }
        } catch (SQLException failure) {
            throw MailException.notNow("The database " + part + " cannot be brought to its level", failure);
        }
    }

    private static int level(Connection connection) throws SQLException {
        try (ResultSet table = connection.getMetaData().getTables(null, null, "POSTHOUSE_SCHEMA", null)) {
            if (!table.next()) {
                return 0;
            }
        }
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("SELECT level FROM posthouse_schema")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static void take(Connection connection, List<String> step, int level) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (level == 1) {
                statement.executeUpdate("CREATE TABLE posthouse_schema (level INT NOT NULL)");
                statement.executeUpdate("INSERT INTO posthouse_schema VALUES (0)");
            }
            for (String sql : step) {
                statement.executeUpdate(sql);
            }
            statement.executeUpdate("UPDATE posthouse_schema SET level = " + level);
        }
        connection.commit();
    }
}
