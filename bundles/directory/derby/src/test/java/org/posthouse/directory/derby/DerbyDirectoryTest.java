package org.posthouse.directory.derby;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Forward;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.core.derby.DerbyDatabases;
import org.posthouse.spi.directory.DirectoryBackend;
import org.posthouse.spi.directory.DirectoryOp;
import org.posthouse.tck.directory.DirectoryContract;

/** The embedded directory keeps the contract of directories, and what former levels of it held. */
final class DerbyDirectoryTest implements DirectoryContract {
    @TempDir
    Path home;

    private DerbyDatabases databases;

    @Override
    public DirectoryBackend open() throws Exception {
        databases = new DerbyDatabases(home);
        return new DerbyDirectory(databases);
    }

    @Override
    public void close() {
        databases.close();
    }

    @Test
    void aDomainThatWasKeptInBothFormsBecomesOne(@TempDir Path old) throws Exception {
        close();
        databases = new DerbyDatabases(old);
        try (Connection connection = databases.open("directory", Schema.STEPS).getConnection();
                Statement statement = connection.createStatement()) {
            for (String domain : List.of("b\u00fccher.example", "xn--bcher-kva.example")) {
                statement.executeUpdate("INSERT INTO domain VALUES ('" + domain + "')");
                for (String alias : List.of("abuse", "kate")) {
                    if (!domain.startsWith("b") || alias.equals("abuse")) {
                        statement.executeUpdate("INSERT INTO address VALUES ('" + domain + "', '" + alias + "', '"
                                + alias + "', NULL)");
                        statement.executeUpdate("INSERT INTO alias_target VALUES ('" + domain + "', '" + alias
                                + "', 0, '" + alias + "@" + domain.charAt(0) + ".example')");
                    }
                }
            }
            statement.executeUpdate("INSERT INTO account (id, name, enabled, administrator, protocols)"
                    + " VALUES ('k1', 'Kate', TRUE, TRUE, 'imap')");
            statement.executeUpdate("INSERT INTO address VALUES ('b\u00fccher.example', 'kate', 'Kate', 'k1')");
            statement.executeUpdate("INSERT INTO address VALUES ('b\u00fccher.example', 'info', 'info', NULL)");
            statement.executeUpdate(
                    "INSERT INTO alias_target VALUES ('b\u00fccher.example', 'info', 0, 'kate@b\u00fccher.example')");
        }
        databases.close();
        databases = new DerbyDatabases(old);
        DirectoryBackend directory = new DerbyDirectory(databases);
        String wire = "xn--bcher-kva.example";
        assertThat(directory.domains()).containsExactly(wire);
        assertThat(directory.accounts(wire)).singleElement().satisfies(kate -> assertThat(kate.address())
                .isEqualTo(new Address("Kate", wire)));
        assertThat(directory.aliases(wire))
                .isEqualTo(Map.of(
                        new Address("abuse", wire), List.of(new Address("abuse", "x.example")),
                        new Address("info", wire), List.of(new Address("kate", wire))));
    }

    @Test
    void aDirectoryFromBeforeThereWereForwardsIsKept(@TempDir Path old) throws Exception {
        close();
        databases = new DerbyDatabases(old);
        try (Connection connection =
                        databases.open("directory", Schema.STEPS.subList(0, 1)).getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO domain VALUES ('school.edu')");
            statement.executeUpdate("INSERT INTO account VALUES ('k1', 'Kate', TRUE, TRUE, 5, 'imap,smtp', NULL)");
            statement.executeUpdate("INSERT INTO address VALUES ('school.edu', 'kate', 'Kate', 'k1')");
            statement.executeUpdate("INSERT INTO address VALUES ('school.edu', 'staff', 'staff', NULL)");
            statement.executeUpdate("INSERT INTO alias_target VALUES ('school.edu', 'staff', 0, 'kate@school.edu')");
            statement.executeUpdate("INSERT INTO verifier VALUES ('k1', 'argon2id', X'0102')");
        }
        databases.close();
        databases = new DerbyDatabases(old);
        DirectoryBackend directory = new DerbyDirectory(databases);
        Account kate = Account.builder(new AccountId("k1"), new Address("Kate", "school.edu"))
                .name("Kate")
                .administrator(true)
                .quota(5)
                .protocols(Set.of("imap", "smtp"))
                .build();
        assertThat(directory.accounts("school.edu")).containsExactly(kate);
        assertThat(directory.verifiers(kate.id()).get("argon2id")).containsExactly(1, 2);
        assertThat(directory.aliases("school.edu"))
                .isEqualTo(Map.of(new Address("staff", "school.edu"), List.of(new Address("kate", "school.edu"))));
        Account forwarded = kate.change()
                .forward(new Forward(List.of(new Address("kate", "elsewhere.example")), true))
                .build();
        directory.apply(List.of(new DirectoryOp.ChangeAccount(forwarded)));
        assertThat(directory.account(kate.id())).contains(forwarded);
    }
}
