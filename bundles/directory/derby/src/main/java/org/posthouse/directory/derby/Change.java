package org.posthouse.directory.derby;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.spi.directory.DirectoryOp;

/** The steps of one change, within one transaction. What does not fit is said in words an administrator understands. */
final class Change {
    private static final Status CANNOT = new Status(5, 3, 0);

    private final Rows rows;

    Change(Rows rows) {
        this.rows = rows;
    }

    void take(DirectoryOp step) throws SQLException, MailException {
        if (step instanceof DirectoryOp.AddDomain add) {
            addDomain(Address.canonical(add.domain()));
        } else if (step instanceof DirectoryOp.RemoveDomain remove) {
            removeDomain(Address.canonical(remove.domain()));
        } else if (step instanceof DirectoryOp.AddAccount add) {
            addAccount(add.account(), add.verifiers());
        } else if (step instanceof DirectoryOp.ChangeAccount change) {
            changeAccount(change.account());
        } else if (step instanceof DirectoryOp.SetVerifiers set) {
            setVerifiers(set.account(), set.verifiers());
        } else if (step instanceof DirectoryOp.RemoveAccount remove) {
            removeAccount(remove.account());
        } else if (step instanceof DirectoryOp.PutAlias put) {
            putAlias(put.alias(), put.targets());
        } else if (step instanceof DirectoryOp.RemoveAlias remove) {
            removeAlias(remove.alias());
        } else if (step instanceof DirectoryOp.LoggedIn login) {
            rows.change(
                    "UPDATE account SET last_login = ? WHERE id = ?",
                    login.time(),
                    login.account().value());
        }
    }

    private void addDomain(String domain) throws SQLException, MailException {
        if (hasDomain(domain)) {
            throw refused(domain + " is a domain of ours already");
        }
        rows.change("INSERT INTO domain (name) VALUES (?)", domain);
    }

    private void removeDomain(String domain) throws SQLException, MailException {
        int accounts = rows.first(
                        row -> row.getInt(1),
                        "SELECT COUNT(*) FROM address WHERE domain = ? AND account IS NOT NULL",
                        domain)
                .orElse(0);
        if (accounts > 0) {
            throw refused(domain + " has " + accounts + " accounts: remove or rename them first");
        }
        rows.change("DELETE FROM address WHERE domain = ?", domain);
        if (rows.change("DELETE FROM domain WHERE name = ?", domain) == 0) {
            throw refused(domain + " is no domain of ours");
        }
    }

    private void addAccount(Account account, Map<String, byte[]> verifiers) throws SQLException, MailException {
        if (rows.first(
                        row -> 1,
                        "SELECT id FROM account WHERE id = ?",
                        account.id().value())
                .isPresent()) {
            throw refused("an account with the id " + account.id() + " is there already");
        }
        mustBeFree(account.address());
        AccountRows.insert(rows, account);
        insertAddress(account);
        insertVerifiers(account.id(), verifiers);
    }

    private void changeAccount(Account account) throws SQLException, MailException {
        if (AccountRows.update(rows, account) == 0) {
            throw refused("there is no account " + account.address());
        }
        Address now = rows.first(
                        row -> new Address(row.getString(1), row.getString(2)),
                        "SELECT local_part, domain FROM address WHERE account = ?",
                        account.id().value())
                .orElse(account.address());
        if (!now.equals(account.address())) {
            rows.change("DELETE FROM address WHERE account = ?", account.id().value());
            mustBeFree(account.address());
            insertAddress(account);
        }
    }

    private void setVerifiers(AccountId account, Map<String, byte[]> verifiers) throws SQLException, MailException {
        if (rows.first(row -> 1, "SELECT id FROM account WHERE id = ?", account.value())
                .isEmpty()) {
            throw refused("there is no account " + account);
        }
        rows.change("DELETE FROM verifier WHERE account = ?", account.value());
        insertVerifiers(account, verifiers);
    }

    private void removeAccount(AccountId account) throws SQLException, MailException {
        if (rows.change("DELETE FROM account WHERE id = ?", account.value()) == 0) {
            throw refused("there is no account " + account);
        }
    }

    private void putAlias(Address alias, List<Address> targets) throws SQLException, MailException {
        if (targets.isEmpty()) {
            throw refused("an alias needs a target");
        }
        rows.change(
                "DELETE FROM address WHERE domain = ? AND local_key = ? AND account IS NULL",
                alias.domain(),
                Rows.key(alias));
        mustBeFree(alias);
        rows.change(
                "INSERT INTO address (domain, local_key, local_part) VALUES (?, ?, ?)",
                alias.domain(),
                Rows.key(alias),
                alias.localPart());
        for (int i = 0; i < targets.size(); i++) {
            rows.change(
                    "INSERT INTO alias_target (domain, local_key, position, target) VALUES (?, ?, ?, ?)",
                    alias.domain(),
                    Rows.key(alias),
                    i,
                    targets.get(i).toString());
        }
    }

    private void removeAlias(Address alias) throws SQLException, MailException {
        int gone = rows.change(
                "DELETE FROM address WHERE domain = ? AND local_key = ? AND account IS NULL",
                alias.domain(),
                Rows.key(alias));
        if (gone == 0) {
            throw refused("there is no alias " + alias);
        }
    }

    private void insertAddress(Account account) throws SQLException {
        Address address = account.address();
        rows.change(
                "INSERT INTO address (domain, local_key, local_part, account) VALUES (?, ?, ?, ?)",
                address.domain(),
                Rows.key(address),
                address.localPart(),
                account.id().value());
    }

    private void insertVerifiers(AccountId account, Map<String, byte[]> verifiers) throws SQLException {
        for (Map.Entry<String, byte[]> verifier : verifiers.entrySet()) {
            rows.change(
                    "INSERT INTO verifier (account, name, content) VALUES (?, ?, ?)",
                    account.value(),
                    verifier.getKey(),
                    verifier.getValue());
        }
    }

    private void mustBeFree(Address address) throws SQLException, MailException {
        if (!hasDomain(address.domain())) {
            throw refused(address.domain() + " is no domain of ours: add it first");
        }
        boolean taken = rows.first(
                        row -> 1,
                        "SELECT domain FROM address WHERE domain = ? AND local_key = ?",
                        address.domain(),
                        Rows.key(address))
                .isPresent();
        if (taken) {
            throw refused(address + " is taken");
        }
    }

    private boolean hasDomain(String domain) throws SQLException {
        return rows.first(row -> 1, "SELECT name FROM domain WHERE name = ?", domain)
                .isPresent();
    }

    private static MailException refused(String why) {
        return new MailException(MailException.Kind.PERMANENT, CANNOT, why);
    }
}
