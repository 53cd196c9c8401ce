package org.posthouse.core.derby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.MailException;

final class DerbyDatabasesTest {
    private static final List<String> FIRST = List.of("CREATE TABLE animal (name VARCHAR(20) PRIMARY KEY)");
    private static final List<String> SECOND =
            List.of("ALTER TABLE animal ADD COLUMN legs INT", "INSERT INTO animal VALUES ('horse', 4)");

    @TempDir
    private Path home;

    @Test
    void everyStepIsTakenOnceInOrder() throws Exception {
        try (DerbyDatabases databases = new DerbyDatabases(home)) {
            databases.open("zoo", List.of(FIRST));
            databases.open("zoo", List.of(FIRST, SECOND));
            DataSource zoo = databases.open("zoo", List.of(FIRST, SECOND));
            assertThat(count(zoo)).isEqualTo(1);
        }
    }

    @Test
    void whatWasCommittedIsThereAfterARestartInTheSameProcess() throws Exception {
        for (int round = 1; round <= 3; round++) {
            try (DerbyDatabases databases = new DerbyDatabases(home)) {
                DataSource zoo = databases.open("zoo", List.of(FIRST));
                update(zoo, "INSERT INTO animal VALUES ('mule" + round + "')");
                assertThat(count(zoo)).isEqualTo(round);
            }
        }
        assertThat(engineThreads()).isEmpty();
        assertThat(home.resolve("log/derby.log")).exists();
    }

    @Test
    void aLaterLevelIsRefusedAndNothingIsTouched() throws Exception {
        try (DerbyDatabases databases = new DerbyDatabases(home)) {
            databases.open("zoo", List.of(FIRST, SECOND));
        }
        try (DerbyDatabases databases = new DerbyDatabases(home)) {
            assertThatThrownBy(() -> databases.open("zoo", List.of(FIRST)))
                    .isInstanceOfSatisfying(MailException.class, refusal -> assertThat(refusal.kind())
                            .isEqualTo(MailException.Kind.PERMANENT));
            assertThat(count(databases.open("zoo", List.of(FIRST, SECOND)))).isEqualTo(1);
        }
    }

    @Test
    void aStepThatFailsLeavesNothingOfItself() throws Exception {
        List<String> broken = List.of("INSERT INTO animal VALUES ('donkey')", "INSERT INTO nowhere VALUES (1)");
        try (DerbyDatabases databases = new DerbyDatabases(home)) {
            assertThatThrownBy(() -> databases.open("zoo", List.of(FIRST, broken)))
                    .isInstanceOf(MailException.class);
            assertThat(count(databases.open("zoo", List.of(FIRST)))).isZero();
        }
    }

    @Test
    void whatIsNotCommittedIsRolledBackWhenItsConnectionIsClosed() throws Exception {
        try (DerbyDatabases databases = new DerbyDatabases(home)) {
            DataSource zoo = databases.open("zoo", List.of(FIRST));
            try (Connection connection = zoo.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.executeUpdate("INSERT INTO animal VALUES ('ghost')");
            }
            assertThat(count(zoo)).isZero();
        }
    }

    @Test
    void aClosedConnectionServesNobody() throws Exception {
        try (DerbyDatabases databases = new DerbyDatabases(home)) {
            Connection connection = databases.open("zoo", List.of(FIRST)).getConnection();
            connection.close();
            connection.close();
            assertThat(connection.isClosed()).isTrue();
            assertThatThrownBy(connection::createStatement).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void moreCallersThanConnectionsTakeTurns() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(24);
        try (DerbyDatabases databases = new DerbyDatabases(home)) {
            DataSource zoo = databases.open("zoo", List.of(FIRST));
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String name = "foal" + i;
                work.add(() -> {
                    update(zoo, "INSERT INTO animal VALUES ('" + name + "')");
                    return null;
                });
            }
            for (Future<Void> done : callers.invokeAll(work)) {
                done.get();
            }
            assertThat(count(zoo)).isEqualTo(24);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void partsAreApartAndKeptInFoldersOfTheirOwn() throws Exception {
        try (DerbyDatabases databases = new DerbyDatabases(home)) {
            update(databases.open("zoo", List.of(FIRST)), "INSERT INTO animal VALUES ('pony')");
            assertThat(count(databases.open("farm", List.of(FIRST)))).isZero();
        }
        assertThat(Files.isDirectory(home.resolve("data/db/zoo"))).isTrue();
        assertThat(Files.isDirectory(home.resolve("data/db/farm"))).isTrue();
    }

    @Test
    void partsOpenBesideEachOtherAndEachOnce() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (DerbyDatabases databases = new DerbyDatabases(home)) {
            List<Callable<DataSource>> work = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String part = i % 2 == 0 ? "zoo" : "farm";
                work.add(() -> databases.open(part, List.of(FIRST, SECOND)));
            }
            for (Future<DataSource> done : callers.invokeAll(work)) {
                assertThat(count(done.get())).isEqualTo(1);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void afterClosingThereIsNoDatabase() throws Exception {
        DerbyDatabases databases = new DerbyDatabases(home);
        DataSource zoo = databases.open("zoo", List.of(FIRST));
        databases.close();
        assertThatThrownBy(zoo::getConnection).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> databases.open("zoo", List.of(FIRST))).isInstanceOf(MailException.class);
    }

    private static int count(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM animal")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void update(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static List<String> engineThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("derby."))
                .toList();
    }
}
