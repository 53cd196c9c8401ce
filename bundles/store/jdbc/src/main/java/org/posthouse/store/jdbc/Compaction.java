package org.posthouse.store.jdbc;

import java.sql.SQLException;
import java.util.List;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.CareReport;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.Round;

/** Has the database give back the room of rows that are gone; mail waits while a table is moved together. For one thread. */
final class Compaction {
    private static final List<String> TABLES =
            List.of("OPERATION", "MESSAGE", "MAILBOX", "SUBSCRIPTION", "ACCOUNT", "DOOMED");
    private static final String SPACE = """
            SELECT SUM((numallocatedpages + numfreepages) * pagesize) FROM TABLE (SYSCS_DIAG.SPACE_TABLE(?, ?)) AS sizes
            """;

    private final Machinery parts;
    private final Round round;

    Compaction(Machinery parts, Round round) {
        this.parts = parts;
        this.round = round;
    }

    void run() throws MailException, Round.EndedException {
        parts.sweep().forget();
        round.begin(TABLES.size(), "tables moved together");
        for (String table : TABLES) {
            long before = octets(table);
            parts.sweep().inTurn(sql -> {
                sql.run("CALL SYSCS_UTIL.SYSCS_INPLACE_COMPRESS_TABLE(?, ?, 1, 1, 1)", schema(sql), table);
                return true;
            });
            long won = Math.max(0, before - octets(table));
            round.count(new CareReport(won > 0 ? 1 : 0, won));
            round.step();
        }
    }

    private static String schema(Sql sql) throws SQLException {
        return sql.first("VALUES CURRENT SCHEMA", row -> row.getString(1)).orElseThrow();
    }

    private long octets(String table) throws MailException {
        try (Sql sql = Sql.reading(parts.database())) {
            return sql.first(SPACE, row -> row.getLong(1), schema(sql), table).orElse(0L);
        } catch (SQLException failure) {
            throw Failures.notNow(failure);
        }
    }
}
