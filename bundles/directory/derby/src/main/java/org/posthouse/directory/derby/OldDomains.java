package org.posthouse.directory.derby;

import java.sql.SQLException;
import java.util.List;
import org.posthouse.api.mail.Address;

/**
 * Domains that were kept as people write them get the form that all are compared in. Where a domain was kept in both, they become one:
 * an account has its address rather than an alias, and of two of a kind the one that could be reached by mail.
 */
final class OldDomains {
    private static final String TAKEN = "local_key IN (SELECT local_key FROM address WHERE domain = ?)";

    private final Rows rows;

    OldDomains(Rows rows) {
        this.rows = rows;
    }

    void move() throws SQLException {
        List<String> names = rows.all(row -> row.getString(1), "SELECT name FROM domain");
        for (String name : names) {
            String canonical = Address.canonical(name);
            if (!canonical.equals(name)) {
                if (!names.contains(canonical)) {
                    rows.change("INSERT INTO domain (name) VALUES (?)", canonical);
                }
                move(name, canonical);
            }
        }
    }

    /** An account whose address another account has stays where it is, and the old name with it. */
    private void move(String from, String to) throws SQLException {
        rows.change(
                "DELETE FROM address WHERE domain = ? AND account IS NULL AND " + TAKEN + " AND local_key NOT IN"
                        + " (SELECT local_key FROM address WHERE domain = ? AND account IS NULL)",
                to,
                from,
                from);
        rows.change("DELETE FROM address WHERE domain = ? AND account IS NULL AND " + TAKEN, from, to);
        rows.change(
                "INSERT INTO address (domain, local_key, local_part, account)"
                        + " SELECT CAST(? AS VARCHAR(255)), local_key, local_part, account FROM address WHERE domain = ? AND NOT "
                        + TAKEN,
                to,
                from,
                to);
        rows.change(
                "INSERT INTO alias_target (domain, local_key, position, target)"
                        + " SELECT CAST(? AS VARCHAR(255)), local_key, position, target FROM alias_target WHERE domain = ?",
                to,
                from);
        rows.change(
                "DELETE FROM address WHERE domain = ? AND (account IS NULL OR account IN"
                        + " (SELECT account FROM address WHERE domain = ? AND account IS NOT NULL))",
                from,
                to);
        rows.change("DELETE FROM domain WHERE name = ? AND name NOT IN (SELECT domain FROM address)", from);
    }
}
