package org.posthouse.store.jdbc;

import java.sql.SQLException;
import org.posthouse.lib.store.Change;

/** One change of the database, written in the order of its commit. */
@FunctionalInterface
interface Row {
    void write(Sql sql) throws SQLException;

    /** What the database has of an operation. */
    enum Trace {
        NONE,
        /** It is done: a commit that seemed to fail had not. */
        OWN,
        /** It was done before, by another plan. */
        OTHERS
    }

    /** Whether it is in the database already, as far as it can tell. */
    default Trace trace(Sql sql) throws SQLException {
        return Trace.NONE;
    }

    /** What a draft changes. */
    record Drafted(Change change) implements Row {
        @Override
        public void write(Sql sql) throws SQLException {
            Rows.write(change, sql);
        }

        @Override
        public Trace trace(Sql sql) throws SQLException {
            return change instanceof Change.Done done ? Rows.trace(done, sql) : Trace.NONE;
        }
    }
}
