package org.posthouse.store.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.StoreOp;

/** What was read lately is there without its file; what cannot be read is left out. */
class SeveralMessagesTest {
    private static final AccountId KATE = new AccountId("kate");
    private static final long[] UIDS = {1, 2, 3};
    private static final int ROOM = 1 << 20;

    @TempDir
    private Path folder;

    private static void fill(TestHome home) throws MailException {
        StoreOp box = new StoreOp.CreateMailbox(CrashingWriter.BOX, "INBOX");
        home.open().commit(KATE, "create", Optional.empty(), List.of(box));
        for (String text : List.of("one", "two", "three")) {
            home.open().commit(KATE, text, Optional.empty(), List.of(CrashingWriter.append(text)));
        }
    }

    private static List<String> messages(TestHome home) throws MailException {
        return home.open().messages(KATE, CrashingWriter.BOX, UIDS, ROOM).stream()
                .map(octets -> new String(octets, UTF_8))
                .toList();
    }

    private static void damage(TestHome home, String text) throws IOException {
        try (Stream<Path> files = Files.walk(home.contents())) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (new String(Files.readAllBytes(file), UTF_8).startsWith(text)) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.write(ByteBuffer.wrap(new byte[] {'?'}), 1);
                    }
                }
            }
        }
    }

    @Test
    void whatWasReadComesOutOfMemory() throws Exception {
        try (TestHome home = new TestHome(folder)) {
            fill(home);
            assertThat(messages(home)).containsExactly("one", "two", "three");
            damage(home, "two");
            assertThat(messages(home)).containsExactly("one", "two", "three");
            home.closeStore();
            assertThat(messages(home)).containsExactly("one", "", "three");
        }
    }

    @Test
    void withoutMemoryForThemAllAreRead() throws Exception {
        try (TestHome home = new TestHome(folder, new Settings(1_000, 0, 0, 0), Clock.systemUTC())) {
            fill(home);
            assertThat(messages(home)).containsExactly("one", "two", "three");
            damage(home, "one");
            assertThat(messages(home)).containsExactly("", "two", "three");
        }
    }
}
