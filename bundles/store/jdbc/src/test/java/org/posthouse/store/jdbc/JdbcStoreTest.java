package org.posthouse.store.jdbc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.spi.store.StoreBackend;
import org.posthouse.tck.store.CareContract;
import org.posthouse.tck.store.StoreContract;

/** The contract, on Derby. */
final class JdbcStoreTest implements StoreContract, CareContract {
    @TempDir
    private Path folder;

    private Optional<TestHome> home = Optional.empty();

    @Override
    public StoreBackend open() {
        if (home.isEmpty()) {
            home = Optional.of(new TestHome(folder));
        }
        return home.get().open();
    }

    @Override
    public Path files() {
        return folder.resolve("data/store");
    }

    @Override
    public void lose(String text) throws Exception {
        try (Stream<Path> files = Files.walk(files())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, ISO_8859_1).contains(text)) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void miscount() throws Exception {
        TestHome there = home.orElseThrow();
        there.closeStore();
        try (Sql sql = Sql.writing(there.databases().open("store", Schema.STEPS))) {
            assertThat(sql.update("UPDATE mailbox SET messages = messages + 1 WHERE mailbox_id = ?", INBOX_ID))
                    .isEqualTo(1);
            sql.commit();
        }
        there.close();
        open();
    }

    @Override
    public void close() {
        home.ifPresent(TestHome::close);
    }
}
