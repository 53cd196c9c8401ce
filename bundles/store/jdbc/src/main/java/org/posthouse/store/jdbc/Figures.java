package org.posthouse.store.jdbc;

import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.StoreStats;
import org.posthouse.lib.store.Failures;

/** Counts what an open store holds: by its rows, and the folders of its files. */
final class Figures {
    private final Machinery parts;

    Figures(Machinery parts) {
        this.parts = parts;
    }

    StoreStats stats() throws MailException {
        try (Sql sql = Sql.reading(parts.database())) {
            Map<String, Long> particulars = new LinkedHashMap<>();
            ContentFolder.Sum files = parts.contents().all();
            particulars.put("files of messages", files.count());
            particulars.put("octets in quarantine", parts.contents().aside().octets());
            particulars.put("deleted mailboxes to be swept out", Keys.highest(sql, "SELECT COUNT(*) FROM doomed"));
            particulars.put("operations remembered", Keys.highest(sql, "SELECT COUNT(*) FROM operation"));
            particulars.put("messages indexed in memory", parts.lines().indexed());
            return new StoreStats(
                    "",
                    Keys.highest(sql, "SELECT COUNT(*) FROM account"),
                    Keys.highest(sql, "SELECT COUNT(*) FROM mailbox"),
                    Keys.highest(sql, "SELECT SUM(messages) FROM mailbox"),
                    Keys.highest(sql, "SELECT SUM(octets) FROM mailbox"),
                    files.octets(),
                    parts.contents().free(),
                    particulars);
        } catch (SQLException | IOException failure) {
            throw Failures.notNow(failure);
        }
    }
}
