package org.posthouse.store.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.StoreOp;

/** What is done with a message that was read decides whether the file of its segment is used again. */
final class LentTest {
    private static final String TEXT = "kate's ".repeat(100);

    @TempDir
    private Path home;

    private HurtStore store;

    @BeforeEach
    void open() throws Exception {
        store = new HurtStore(home);
        store.commit(HurtStore.KATE, new StoreOp.CreateMailbox(HurtStore.BOX, "INBOX"));
        store.bring(HurtStore.KATE, TEXT);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Content message() throws Exception {
        return store.store().content(HurtStore.KATE, HurtStore.BOX, 1);
    }

    /** The segment in which the message lay, which others follow, has been emptied, and freed if nobody is in it. */
    private void empty() throws Exception {
        store.shard().writer().turn();
        store.commit(HurtStore.KATE, new StoreOp.CreateMailbox("later", "Later"));
        store.shard().keeper().round(2);
    }

    /** Files of segments that are to be used again. */
    private List<Path> usedAgain() throws Exception {
        try (Stream<Path> files = Files.list(store.folder().resolve("pool"))) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]+\\.seg"))
                    .toList();
        }
    }

    @Test
    void whatWasCopiedToMemoryIsUsedAgain() throws Exception {
        try (Content message = message()) {
            assertThat(message.sound()).asString(UTF_8).isEqualTo(TEXT);
        }
        empty();
        assertThat(store.file(1)).doesNotExist();
        assertThat(usedAgain()).hasSize(1);
    }

    @Test
    void whatWasGivenOutAsAFileIsNot() throws Exception {
        try (Content message = message()) {
            assertThat(message.inFile(0)).isPresent();
        }
        empty();
        assertThat(store.file(1)).doesNotExist();
        assertThat(usedAgain()).isEmpty();
    }

    @Test
    void whatWentElsewhereByTheSystemIsNot() throws Exception {
        try (Content message = message()) {
            assertThat(message.transferTo(0, 10, Channels.newChannel(OutputStream.nullOutputStream())))
                    .isEqualTo(10);
        }
        empty();
        assertThat(store.file(1)).doesNotExist();
        assertThat(usedAgain()).isEmpty();
    }

    @Test
    void aPinIsGivenBackOnceHoweverOftenAMessageIsClosedAndAlsoWhenItsFileWasClosedByOthers() throws Exception {
        Content first = message();
        try (Content other = message()) {
            assertThat(other.transferTo(0, 1, new Content.Into(ByteBuffer.allocate(1))))
                    .isEqualTo(1);
            first.inFile(0).orElseThrow().file().close();
            first.close();
            first.close();
            empty();
            assertThat(store.file(1)).exists();
            assertThat(other.sound()).asString(UTF_8).isEqualTo(TEXT);
        }
        store.shard().keeper().round(2);
        assertThat(store.file(1)).doesNotExist();
        assertThat(usedAgain()).isEmpty();
    }
}
