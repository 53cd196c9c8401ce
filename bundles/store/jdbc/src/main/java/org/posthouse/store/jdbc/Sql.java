package org.posthouse.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** One connection with its prepared statements, which are kept as long as it is open. For one thread. */
final class Sql implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    /** Makes a value of a row. */
    @FunctionalInterface
    interface Read<T> {
        T from(ResultSet row) throws SQLException;
    }

    private Sql(Connection connection) {
        this.connection = connection;
    }

    /**
     * For looking up what no unfinished transaction is changing: takes no locks, so it never waits for the writer.
     */
    static Sql reading(DataSource database) throws SQLException {
        Connection connection = database.getConnection();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
        return new Sql(connection);
    }

    /** For transactions that end with {@link #commit}. */
    static Sql writing(DataSource database) throws SQLException {
        Connection connection = database.getConnection();
        connection.setAutoCommit(false);
        return new Sql(connection);
    }

    int update(String sql, Object... values) throws SQLException {
        return prepared(sql, values).executeUpdate();
    }

    /** Something that tells nothing. */
    void run(String sql, Object... values) throws SQLException {
        prepared(sql, values).execute();
    }

    <T> List<T> query(String sql, Read<T> read, Object... values) throws SQLException {
        List<T> found = new ArrayList<>();
        try (ResultSet rows = prepared(sql, values).executeQuery()) {
            while (rows.next()) {
                found.add(read.from(rows));
            }
        }
        return found;
    }

    <T> Optional<T> first(String sql, Read<T> read, Object... values) throws SQLException {
        try (ResultSet rows = prepared(sql, values).executeQuery()) {
            return rows.next() ? Optional.of(read.from(rows)) : Optional.empty();
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        try {
            for (PreparedStatement statement : statements.values()) {
                statement.close();
            }
        } finally {
            connection.close();
        }
    }
}
