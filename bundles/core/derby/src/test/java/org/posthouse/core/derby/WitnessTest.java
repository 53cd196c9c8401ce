package org.posthouse.core.derby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.MailException;

/** A database whose files lose what was acknowledged: it is not served as if that had never been. */
final class WitnessTest {
    private static final List<List<String>> STEPS = List.of(List.of("CREATE TABLE animal (name VARCHAR(20))"));
    private static final int ANIMALS = 5;

    @TempDir
    private Path folder;

    private Path killed;
    private Path commits;

    /** A home as a kill leaves it. */
    @BeforeEach
    void kill() throws Exception {
        Path home = folder.resolve("home");
        killed = folder.resolve("killed");
        commits = killed.resolve("data/db/zoo.commits");
        try (DerbyDatabases databases = new DerbyDatabases(home)) {
            DataSource zoo = databases.open("zoo", STEPS);
            for (int i = 0; i < ANIMALS; i++) {
                add(zoo);
            }
            copy(home, killed);
        }
    }

    private static void add(DataSource zoo) throws Exception {
        try (Connection connection = zoo.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO animal VALUES ('horse')");
            connection.commit();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copied = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copied);
                } else {
                    Files.copy(file, copied);
                }
            }
        }
        Files.deleteIfExists(to.resolve("data/db/zoo/db.lck"));
    }

    /** The last octets that were written to the log are not what was written. */
    private void damageLog() throws IOException {
        Path log = killed.resolve("data/db/zoo/log/log1.dat");
        byte[] octets = Files.readAllBytes(log);
        int end = octets.length;
        while (octets[end - 1] == 0) {
            end--;
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.seek(end - 64);
            file.write(new byte[64]);
        }
    }

    private int animals() throws Exception {
        try (DerbyDatabases databases = new DerbyDatabases(killed);
                Connection connection = databases.open("zoo", STEPS).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM animal")) {
            row.next();
            return row.getInt(1);
        }
    }

    private void isRefused() throws IOException {
        byte[] before = Files.readAllBytes(commits);
        try (DerbyDatabases databases = new DerbyDatabases(killed)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> databases.open("zoo", STEPS))
                        .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.temporary())
                                .isTrue())
                        .hasMessage("The database zoo is damaged");
            }
        }
        assertThat(commits).hasBinaryContent(before);
    }

    @Test
    void whatAKillLeavesIsWhole() throws Exception {
        assertThat(animals()).isEqualTo(ANIMALS);
        assertThat(animals()).isEqualTo(ANIMALS);
    }

    @Test
    void aDatabaseWhoseLogIsDamagedStaysClosed() throws Exception {
        damageLog();
        isRefused();
        isRefused();
        Files.delete(commits);
        assertThat(animals()).as("what is left").isLessThan(ANIMALS);
    }

    @Test
    void aDatabaseThatIsGoneIsNotMadeAnew() throws Exception {
        Files.move(killed.resolve("data/db/zoo"), folder.resolve("elsewhere"));
        isRefused();
    }

    @Test
    void aNoteThatCannotBeReadKeepsNoDatabaseClosed() throws Exception {
        Files.write(commits, new byte[] {1, 2, 3});
        assertThat(animals()).isEqualTo(ANIMALS);
    }

    @Test
    void aDatabaseFromBeforeThereWereNotesIsTaken() throws Exception {
        Files.delete(commits);
        assertThat(animals()).isEqualTo(ANIMALS);
        assertThat(commits).exists();
    }
}
