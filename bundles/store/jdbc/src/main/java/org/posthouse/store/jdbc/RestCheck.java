package org.posthouse.store.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Flaw;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.Round;

/** Looks at what belongs to no account: files that no row names, and rows of no mailbox. For one thread. */
final class RestCheck {
    /** A file that is younger may be of a commit under way. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(10);

    private final Machinery parts;
    private final Round round;
    private final boolean repair;

    RestCheck(Machinery parts, Round round, boolean repair) {
        this.parts = parts;
        this.round = round;
        this.repair = repair;
    }

    void run() throws MailException, Round.EndedException {
        List<Long> folders = parts.contents().folders();
        round.begin(folders.size(), "folders of messages looked through");
        try (Sql sql = Sql.reading(parts.database())) {
            for (long folder : folders) {
                files(sql, folder);
                round.step();
            }
            rows(sql);
        } catch (SQLException | IOException failure) {
            throw Failures.notNow(failure);
        }
    }

    private void files(Sql sql, long folder) throws SQLException, IOException, MailException {
        Instant old = parts.clock().instant().minus(UNDER_WAY);
        List<Long> unnamed = new ArrayList<>();
        for (long content : parts.contents().writtenBefore(folder, old)) {
            boolean named = sql.first("SELECT content FROM message WHERE content = ?", row -> row.getLong(1), content)
                    .isPresent();
            if (!named) {
                unnamed.add(content);
            }
        }
        if (!unnamed.isEmpty()) {
            // Those that have just been expunged are deleted soon.
            parts.sweep().settle();
        }
        for (long content : unnamed) {
            Path file = parts.contents().path(content);
            if (Files.exists(file)) {
                Flaw flaw = flaw(file + " is of no message");
                round.found(
                        repair
                                ? flaw.asMended(
                                        "put aside as " + parts.contents().putAside(content))
                                : flaw);
            }
        }
    }

    private void rows(Sql sql) throws SQLException {
        long lost = Keys.highest(sql, """
                SELECT COUNT(*) FROM message
                WHERE mailbox NOT IN (SELECT id FROM mailbox) AND mailbox NOT IN (SELECT mailbox FROM doomed)
                """);
        if (lost > 0) {
            round.found(flaw(lost + " messages are of mailboxes that are not there"));
        }
        long homeless = Keys.highest(sql, "SELECT COUNT(*) FROM mailbox WHERE account NOT IN (SELECT id FROM account)");
        if (homeless > 0) {
            round.found(flaw(homeless + " mailboxes are of accounts that are not there"));
        }
    }

    private static Flaw flaw(String what) {
        return new Flaw(Flaw.Kind.ORPHAN, Flaw.Where.STORE, what, false);
    }
}
