package org.posthouse.store.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.segments.Forcing;

/** Messages that are read by few calls are the same as those read one by one. */
final class SeveralMessagesTest {
    private static final AccountId KATE = new AccountId("kate");
    private static final Settings ONE = new Settings(1_000_000, 0, 256 << 10, 1);
    private static final int COUNT = 60;
    private static final int ROOM = 8 << 20;

    @TempDir
    private Path home;

    private LogStore store;

    @BeforeEach
    void open() throws Exception {
        store = TestStore.at(home, ONE, Forcing.DATA, () -> 1L << 40);
        commit("boxes", new StoreOp.CreateMailbox("box", "INBOX"), new StoreOp.CreateMailbox("other", "Other"));
        for (int i = 1; i <= COUNT; i++) {
            commit("fill " + i, append("box", text(i)), append("other", "x".repeat(i * 500)));
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void commit(String id, StoreOp... steps) throws MailException {
        assertThat(store.commit(KATE, id, Optional.empty(), List.of(steps)).modSeq())
                .isNotNull();
    }

    private static StoreOp append(String mailbox, String text) {
        byte[] structure = structure(text).getBytes(UTF_8);
        return new StoreOp.Append(mailbox, Content.of(text.getBytes(UTF_8)), structure, Set.of(), Instant.EPOCH, "id");
    }

    private static String structure(String text) {
        return "of " + text.length() + " ".repeat(text.length() % 3 * 1_500);
    }

    /** Short ones, some that are longer than what is read along, and one that has a file of its own. */
    private static String text(int number) {
        int length = number == 30 ? 100_000 : number % 7 == 0 ? 20_000 : number * 40;
        return "message %d ".formatted(number).repeat(length / 10);
    }

    private static long[] uids() {
        return LongStream.rangeClosed(1, COUNT).toArray();
    }

    @Test
    void eachIsTheOneThatWasKept() throws Exception {
        List<byte[]> messages = store.messages(KATE, "box", uids(), ROOM);
        List<byte[]> structures = store.structures(KATE, "box", uids());
        for (int i = 1; i <= COUNT; i++) {
            boolean inFile = messages.get(i - 1).length == 0;
            assertThat(inFile).isEqualTo(text(i).length() > ONE.segmentSize() / 2);
            assertThat(new String(messages.get(i - 1), UTF_8)).isIn("", text(i));
            assertThat(new String(structures.get(i - 1), UTF_8)).isIn("", structure(text(i)));
        }
    }

    @Test
    void theOrderIsTheCallers() throws Exception {
        long[] backwards = IntStream.range(0, 20).mapToLong(i -> 20 - i).toArray();
        List<byte[]> messages = store.messages(KATE, "box", backwards, ROOM);
        for (int i = 0; i < 20; i++) {
            assertThat(new String(messages.get(i), UTF_8)).isEqualTo(text(20 - i));
        }
    }

    @Test
    void oneThatIsDamagedIsLeftOutAndTheOthersAreThere() throws Exception {
        Path segment = TestStore.folder(home).resolve("0/%010d.seg".formatted(1));
        int at = Files.readString(segment, ISO_8859_1).indexOf("message 3 ");
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'?'}), at + 12L);
        }
        List<byte[]> messages = store.messages(KATE, "box", new long[] {2, 3, 4}, ROOM);
        assertThat(new String(messages.get(0), UTF_8)).isEqualTo(text(2));
        assertThat(messages.get(1)).isEmpty();
        assertThat(new String(messages.get(2), UTF_8)).isEqualTo(text(4));
        assertThat(new String(store.structures(KATE, "box", new long[] {3}).get(0), UTF_8))
                .isEqualTo(structure(text(3)));
    }
}
