package org.posthouse.store.jdbc;

import java.sql.SQLException;

/** What the writer does, one after the other. */
sealed interface Work permits Plan, Work.Chore {
    /** Gives up. */
    void fail(Exception why);

    /** Small work on the database between commits, in a transaction of its own. */
    non-sealed interface Chore extends Work {
        void write(Sql sql) throws SQLException;

        /** Is durable. */
        void succeed();
    }
}
