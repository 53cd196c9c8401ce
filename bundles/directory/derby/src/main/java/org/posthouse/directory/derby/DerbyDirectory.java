package org.posthouse.directory.derby;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Entry;
import org.posthouse.api.account.Listed;
import org.posthouse.api.account.ListedAliases;
import org.posthouse.api.database.Databases;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.spi.directory.DirectoryBackend;
import org.posthouse.spi.directory.DirectoryOp;

/** Domains, accounts and aliases in the embedded database. */
@Component(name = "org.posthouse.directory.derby", immediate = true)
public final class DerbyDirectory implements DirectoryBackend {
    private final DataSource source;

    @Activate
    public DerbyDirectory(@Reference Databases databases) throws MailException {
        source = databases.open("directory", Schema.STEPS);
        change(rows -> new OldDomains(rows).move());
    }

    @Override
    public Set<String> domains() throws MailException {
        return new HashSet<>(read(rows -> rows.all(row -> row.getString(1), "SELECT name FROM domain")));
    }

    @Override
    public Optional<Entry> entry(Address address) throws MailException {
        return read(rows -> {
            List<Account> person = AccountRows.read(
                    rows, "WHERE d.domain = ? AND d.local_key = ?", address.domain(), Rows.key(address));
            if (!person.isEmpty()) {
                return Optional.of(new Entry.Person(person.get(0)));
            }
            List<Address> targets = targets(rows, address);
            return targets.isEmpty() ? Optional.empty() : Optional.of(new Entry.Alias(targets));
        });
    }

    private static List<Address> targets(Rows rows, Address alias) throws SQLException {
        List<Address> targets = new ArrayList<>();
        for (String target : rows.all(
                row -> row.getString(1),
                "SELECT target FROM alias_target WHERE domain = ? AND local_key = ? ORDER BY position",
                alias.domain(),
                Rows.key(alias))) {
            Address.parse(target).ifPresent(targets::add);
        }
        return targets;
    }

    @Override
    public Optional<Account> account(AccountId account) throws MailException {
        return read(rows -> AccountRows.read(rows, "WHERE a.id = ?", account.value()).stream()
                .findFirst());
    }

    @Override
    public Map<String, byte[]> verifiers(AccountId account) throws MailException {
        return read(rows -> {
            Map<String, byte[]> verifiers = new HashMap<>();
            rows.all(
                    row -> verifiers.put(row.getString(1), row.getBytes(2)),
                    "SELECT name, content FROM verifier WHERE account = ?",
                    account.value());
            return verifiers;
        });
    }

    @Override
    public List<Account> accounts(String domain) throws MailException {
        return read(rows -> AccountRows.read(rows, "WHERE d.domain = ?", Address.canonical(domain)));
    }

    @Override
    public Listed search(String domain, String text, int skip, int most) throws MailException {
        return read(rows -> AccountRows.search(rows, Address.canonical(domain), text, skip, most));
    }

    @Override
    public Map<Address, List<Address>> aliases(String domain) throws MailException {
        return read(rows -> AliasRows.all(rows, Address.canonical(domain)));
    }

    @Override
    public ListedAliases searchAliases(String domain, String text, int skip, int most) throws MailException {
        return read(rows -> AliasRows.search(rows, Address.canonical(domain), text, skip, most));
    }

    @Override
    public void apply(List<DirectoryOp> steps) throws MailException {
        change(rows -> {
            Change change = new Change(rows);
            for (DirectoryOp step : steps) {
                change.take(step);
            }
        });
    }

    /** Changes with a connection. */
    @FunctionalInterface
    private interface Work {
        void with(Rows rows) throws SQLException, MailException;
    }

    private void change(Work work) throws MailException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                work.with(new Rows(connection));
                connection.commit();
            } catch (SQLException | MailException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw away(e);
        }
    }

    /** Reads with a connection. */
    @FunctionalInterface
    private interface Query<T> {
        T ask(Rows rows) throws SQLException;
    }

    private <T> T read(Query<T> query) throws MailException {
        try (Connection connection = source.getConnection()) {
            return query.ask(new Rows(connection));
        } catch (SQLException e) {
            throw away(e);
        }
    }

    private static MailException away(SQLException cause) {
        return MailException.notNow("the directory cannot be reached at the moment", cause);
    }
}
