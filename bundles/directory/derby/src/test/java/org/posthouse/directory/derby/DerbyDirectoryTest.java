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
