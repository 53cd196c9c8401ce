package org.posthouse.directory.derby;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.Address;

/** One connection's statements, with their parameters: what JDBC takes five lines for. */
final class Rows {
    private final Connection connection;

    Rows(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    <T> List<T> all(Reader<T> reader, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        }
    }

    /** Some of the rows of a query, and how many it has. */
    record Part<T>(List<T> rows, int all) {}

    /** So many rows after so many; of the others nothing is held. */
    <T> Part<T> part(Reader<T> reader, int skip, int most, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            int all = 0;
            while (rows.next()) {
                if (all >= skip && found.size() < most) {
                    found.add(reader.read(rows));
                }
                all++;
            }
            return new Part<>(found, all);
        }
    }

    <T> Optional<T> first(Reader<T> reader, String sql, Object... parameters) throws SQLException {
        return all(reader, sql, parameters).stream().findFirst();
    }

    /** How many rows were changed. */
    int change(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            if (value instanceof Instant time) {
                statement.setTimestamp(i + 1, Timestamp.from(time));
            } else if (value instanceof byte[] octets) {
                statement.setBytes(i + 1, octets);
            } else {
                statement.setObject(i + 1, value);
            }
        }
        return statement;
    }

    /** What local parts are compared by. */
    static String key(Address address) {
        return address.localPart().toLowerCase(java.util.Locale.ROOT);
    }
}
