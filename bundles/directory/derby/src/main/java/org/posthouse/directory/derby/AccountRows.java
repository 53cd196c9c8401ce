package org.posthouse.directory.derby;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Forward;
import org.posthouse.api.account.Listed;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;

/** Accounts as rows: one in {@code account}, one for each target of its forward in {@code forward_target}. */
final class AccountRows {
    private static final String SELECT =
            "SELECT a.id, a.name, a.enabled, a.administrator, a.quota, a.protocols, a.last_login,"
                    + " d.local_part, d.domain, a.forward_copy, f.target, a.quota_messages FROM account a JOIN address d ON d.account = a.id"
                    + " LEFT JOIN forward_target f ON f.account = a.id ";
    private static final String ORDER = " ORDER BY d.local_key, f.position";

    /** Of a domain. */
    private static final String ANY =
            "SELECT d.account, d.local_key FROM address d WHERE d.domain = ? AND d.account IS NOT NULL";

    /** Of a domain, those that have a text in the address, and those that have it in the account's name: each table is read once. */
    private static final String FITTING = "SELECT a.account, a.local_key FROM address a WHERE a.domain = ?"
            + " AND a.account IS NOT NULL AND LOCATE(CAST(? AS VARCHAR(1024)), a.local_key || '@' || a.domain) > 0"
            + " UNION SELECT d.account, d.local_key FROM account n JOIN address d ON d.account = n.id"
            + " WHERE d.domain = ? AND LOCATE(CAST(? AS VARCHAR(1024)), LOWER(n.name)) > 0";

    private AccountRows() {}

    /** An account as one of its rows has it: with one of the targets of its forward, if it has any. */
    private record Line(Account account, boolean keepCopy, Optional<Address> target) {}

    /** By address. One query, so that each account is as it was at one time. */
    static List<Account> read(Rows rows, String where, Object... parameters) throws SQLException {
        Map<AccountId, List<Line>> lines = new LinkedHashMap<>();
        for (Line line : rows.all(AccountRows::line, SELECT + where + ORDER, parameters)) {
            lines.computeIfAbsent(line.account().id(), id -> new ArrayList<>(1)).add(line);
        }
        return lines.values().stream().map(AccountRows::account).toList();
    }

    /** So many at most, after so many, of those whose address or name has the text in it. */
    static Listed search(Rows rows, String domain, String text, int skip, int most) throws SQLException {
        String part = text.strip().toLowerCase(Locale.ROOT);
        Rows.Part<String> found = part.isEmpty()
                ? rows.part(row -> row.getString(1), skip, most, ANY + " ORDER BY 2", domain)
                : rows.part(row -> row.getString(1), skip, most, FITTING + " ORDER BY 2", domain, part, domain, part);
        List<String> ids = found.rows();
        String marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
        return new Listed(
                ids.isEmpty() ? List.of() : read(rows, "WHERE a.id IN (" + marks + ")", ids.toArray()), found.all());
    }

    private static Account account(List<Line> lines) {
        Line first = lines.get(0);
        List<Address> targets =
                lines.stream().flatMap(line -> line.target().stream()).toList();
        return targets.isEmpty()
                ? first.account()
                : first.account()
                        .change()
                        .forward(new Forward(targets, first.keepCopy()))
                        .build();
    }

    private static Line line(ResultSet row) throws SQLException {
        String target = row.getString(11);
        return new Line(
                unforwarded(row), row.getBoolean(10), target == null ? Optional.empty() : Address.parse(target));
    }

    private static Account unforwarded(ResultSet row) throws SQLException {
        Account.Builder account = Account.builder(
                        new AccountId(row.getString(1)), new Address(row.getString(8), row.getString(9)))
                .name(row.getString(2))
                .enabled(row.getBoolean(3))
                .administrator(row.getBoolean(4))
                .protocols(protocols(row.getString(6)));
        long quota = row.getLong(5);
        if (!row.wasNull()) {
            account.quota(quota);
        }
        long messages = row.getLong(12);
        if (!row.wasNull()) {
            account.quotaMessages(messages);
        }
        Timestamp login = row.getTimestamp(7);
        if (login != null) {
            account.lastLogin(login.toInstant());
        }
        return account.build();
    }

    static void insert(Rows rows, Account account) throws SQLException {
        rows.change(
                "INSERT INTO account (id, name, enabled, administrator, quota, quota_messages, protocols, forward_copy)"
                        + " VALUES (?, ?, ?, ?, " + number(account.quota()) + ", " + number(account.quotaMessages())
                        + ", ?, ?)",
                account.id().value(),
                account.name(),
                account.enabled(),
                account.administrator(),
                protocols(account),
                keepsCopy(account));
        insertTargets(rows, account);
    }

    /** How many accounts were changed: none if there is no such account. */
    static int update(Rows rows, Account account) throws SQLException {
        int changed = rows.change(
                "UPDATE account SET name = ?, enabled = ?, administrator = ?, quota = " + number(account.quota())
                        + ", quota_messages = " + number(account.quotaMessages())
                        + ", protocols = ?, forward_copy = ? WHERE id = ?",
                account.name(),
                account.enabled(),
                account.administrator(),
                protocols(account),
                keepsCopy(account),
                account.id().value());
        rows.change("DELETE FROM forward_target WHERE account = ?", account.id().value());
        if (changed > 0) {
            insertTargets(rows, account);
        }
        return changed;
    }

    private static void insertTargets(Rows rows, Account account) throws SQLException {
        List<Address> targets = account.forward().map(Forward::targets).orElse(List.of());
        for (int i = 0; i < targets.size(); i++) {
            rows.change(
                    "INSERT INTO forward_target (account, position, target) VALUES (?, ?, ?)",
                    account.id().value(),
                    i,
                    targets.get(i).toString());
        }
    }

    private static boolean keepsCopy(Account account) {
        return account.forward().map(Forward::keepCopy).orElse(false);
    }

    /** A number or a typed null: Derby takes no null of unknown type as a parameter. */
    private static String number(OptionalLong limit) {
        return limit.isPresent() ? Long.toString(limit.getAsLong()) : "CAST(NULL AS BIGINT)";
    }

    private static String protocols(Account account) {
        return String.join(",", new TreeSet<>(account.protocols()));
    }

    private static Set<String> protocols(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text.split(","));
    }
}
