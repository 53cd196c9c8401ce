package org.posthouse.store.jdbc;

import java.sql.SQLException;
import org.posthouse.lib.store.Change;

/** One change of the database, written in the order of its commit. */
@FunctionalInterface
interface Row {
    void write(Sql sql) throws SQLException;

    /** Whether it is in the database already, as far as it can tell. */
    default boolean isThere(Sql sql) throws SQLException {
        return false;
    }

    /** What a draft changes. */
    record Drafted(Change change) implements Row {
        @Override
        public void write(Sql sql) throws SQLException {
            Rows.write(change, sql);
        }

        @Override
        public boolean isThere(Sql sql) throws SQLException {
            return change instanceof Change.Done done && Rows.isThere(done, sql);
        }
    }
}
