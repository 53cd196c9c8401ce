package org.posthouse.directory.derby;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Set;
import java.util.TreeSet;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;

/** Accounts as rows. */
final class AccountRows {
    static final String SELECT = "SELECT a.id, a.name, a.enabled, a.administrator, a.quota, a.protocols, a.last_login,"
            + " d.local_part, d.domain FROM account a JOIN address d ON d.account = a.id ";

    private AccountRows() {}

    static Account read(ResultSet row) throws SQLException {
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
        Timestamp login = row.getTimestamp(7);
        if (login != null) {
            account.lastLogin(login.toInstant());
        }
        return account.build();
    }

    static void insert(Rows rows, Account account) throws SQLException {
        rows.change(
                "INSERT INTO account (id, name, enabled, administrator, quota, protocols) VALUES (?, ?, ?, ?, "
                        + quota(account) + ", ?)",
                account.id().value(),
                account.name(),
                account.enabled(),
                account.administrator(),
                protocols(account));
    }

    /** How many rows were changed: none if there is no such account. */
    static int update(Rows rows, Account account) throws SQLException {
        return rows.change(
                "UPDATE account SET name = ?, enabled = ?, administrator = ?, quota = " + quota(account)
                        + ", protocols = ? WHERE id = ?",
                account.name(),
                account.enabled(),
                account.administrator(),
                protocols(account),
                account.id().value());
    }

    /** A number or a typed null: Derby takes no null of unknown type as a parameter. */
    private static String quota(Account account) {
        return account.quota().isPresent() ? Long.toString(account.quota().getAsLong()) : "CAST(NULL AS BIGINT)";
    }

    private static String protocols(Account account) {
        return String.join(",", new TreeSet<>(account.protocols()));
    }

    private static Set<String> protocols(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text.split(","));
    }
}
