package org.posthouse.directory.derby;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.posthouse.api.account.ListedAliases;
import org.posthouse.api.mail.Address;

/** Aliases as rows: one in {@code address}, one for each target in {@code alias_target}. */
final class AliasRows {
    private static final String SELECT = "SELECT d.local_part, t.target FROM address d JOIN alias_target t"
            + " ON t.domain = d.domain AND t.local_key = d.local_key WHERE d.domain = ?";

    /** Of a domain. */
    private static final String ANY = "SELECT d.local_key FROM address d WHERE d.domain = ? AND d.account IS NULL";

    /** Of a domain, those that have a text in them, or in a target: each table is read once. */
    private static final String FITTING = "SELECT d.local_key FROM address d WHERE d.domain = ? AND d.account IS NULL"
            + " AND LOCATE(CAST(? AS VARCHAR(1024)), d.local_key || '@' || d.domain) > 0"
            + " UNION SELECT t.local_key FROM alias_target t"
            + " WHERE t.domain = ? AND LOCATE(CAST(? AS VARCHAR(1024)), LOWER(t.target)) > 0";

    private AliasRows() {}

    /** A row: an alias with one of its targets. */
    private record Line(String alias, String target) {}

    /** By address. */
    static Map<Address, List<Address>> all(Rows rows, String domain) throws SQLException {
        Map<Address, List<Address>> aliases = new LinkedHashMap<>();
        add(aliases, rows, domain, SELECT + " ORDER BY d.local_key, t.position", domain);
        return aliases;
    }

    /** So many at most, after so many, of those that have the text in them or in a target. */
    static ListedAliases search(Rows rows, String domain, String text, int skip, int most) throws SQLException {
        String part = text.strip().toLowerCase(Locale.ROOT);
        Rows.Part<String> found = part.isEmpty()
                ? rows.part(row -> row.getString(1), skip, most, ANY + " ORDER BY 1", domain)
                : rows.part(row -> row.getString(1), skip, most, FITTING + " ORDER BY 1", domain, part, domain, part);
        Map<Address, List<Address>> aliases = new LinkedHashMap<>();
        for (String key : found.rows()) {
            add(aliases, rows, domain, SELECT + " AND d.local_key = ? ORDER BY t.position", domain, key);
        }
        return new ListedAliases(aliases, found.all());
    }

    private static void add(
            Map<Address, List<Address>> aliases, Rows rows, String domain, String query, Object... parameters)
            throws SQLException {
        for (Line line : rows.all(row -> new Line(row.getString(1), row.getString(2)), query, parameters)) {
            List<Address> targets =
                    aliases.computeIfAbsent(new Address(line.alias(), domain), alias -> new ArrayList<>());
            Address.parse(line.target()).ifPresent(targets::add);
        }
    }
}
