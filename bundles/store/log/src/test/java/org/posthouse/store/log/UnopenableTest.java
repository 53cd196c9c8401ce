package org.posthouse.store.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.posthouse.store.log.HurtStore.KATE;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.StoreOp;

/** What is needed to open the store is not what it was: it stays closed, says what to do, and opens when that is done. */
final class UnopenableTest {
    @TempDir
    private Path elsewhere;

    private HurtStore store;

    @BeforeEach
    void oneMessage(@TempDir Path home) throws Exception {
        store = new HurtStore(home);
        store.commit(KATE, new StoreOp.CreateMailbox(HurtStore.BOX, "INBOX"), HurtStore.append("one"));
        store.close();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void assertClosed(Path what, String remedy) {
        assertThatThrownBy(() -> store.texts(KATE)).isInstanceOf(MailException.class);
        assertThat(store.store().troubles())
                .singleElement()
                .asString()
                .contains("it is not open", what.toString(), remedy);
        assertThatThrownBy(() -> store.check(false)).hasMessageContainingAll(what.toString(), remedy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0\0", "level 2\n", "level 2\nshards\n"})
    void aFormatThatSaysNothingIsToldWithWhatItMustSay(String words) throws Exception {
        Path format = store.folder().resolveSibling("format");
        String before = Files.readString(format, US_ASCII);
        Files.writeString(format, words, US_ASCII);
        assertClosed(format, "'level 2' and 'shards 1'");
        Files.writeString(format, before, US_ASCII);
        assertThat(store.texts(KATE)).containsExactly("one");
        assertThat(store.store().troubles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "quarantine", "content"})
    void aFileInPlaceOfAFolderIsToldAndNotTouched(String name) throws Exception {
        Path folder = store.folder().resolve(name);
        if (Files.exists(folder)) {
            Files.move(folder, elsewhere.resolve(name));
        }
        Files.writeString(folder, "a file");
        assertClosed(folder, "move it away");
        assertThat(folder).hasContent("a file");
        Files.delete(folder);
        assertThat(store.texts(KATE)).containsExactly("one");
    }

    @Test
    void aFolderInPlaceOfTheCheckpointIsToldAndNotTouched() throws Exception {
        Path checkpoint = store.folder().resolve("checkpoint");
        Files.delete(checkpoint);
        Files.createDirectory(checkpoint);
        assertClosed(checkpoint, "move it away");
        Files.delete(checkpoint);
        assertThat(store.texts(KATE)).containsExactly("one");
        assertThat(store.check(false)).isEmpty();
    }
}
