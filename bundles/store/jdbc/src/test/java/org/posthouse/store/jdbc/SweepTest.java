package org.posthouse.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.StoreOp;

/** Files of contents go when nothing refers to them any more, and not before. */
final class SweepTest {
    private static final AccountId KATE = new AccountId("kate");
    private static final String BOX = CrashingWriter.BOX;

    @TempDir
    private Path folder;

    private TestHome home;
    private int operations;

    @BeforeEach
    void aMailbox() throws Exception {
        home = new TestHome(folder);
        commit(new StoreOp.CreateMailbox(BOX, "INBOX"), new StoreOp.CreateMailbox("two", "Two"));
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void anExpungedMessageLeavesNoFile() throws Exception {
        append(3);
        commit(new StoreOp.Expunge(BOX, new long[] {1, 3}));
        awaitFiles(1);
    }

    @Test
    void aFileStaysAsLongAsACopyRefersToIt() throws Exception {
        append(3);
        commit(new StoreOp.Copy(BOX, new long[] {1}, "two", false));
        commit(new StoreOp.Expunge(BOX, new long[] {1, 2, 3}));
        awaitFiles(1);
        commit(new StoreOp.Copy("two", new long[] {1}, BOX, true));
        commit(new StoreOp.Expunge(BOX, new long[] {4}));
        awaitFiles(0);
    }

    @Test
    void aDeletedMailboxIsSweptOutPieceByPiece() throws Exception {
        append(270);
        commit(new StoreOp.Copy(BOX, new long[] {7, 8}, "two", false));
        commit(new StoreOp.DeleteMailbox(BOX));
        awaitFiles(2);
    }

    @Test
    void anErasedAccountLeavesNoFile() throws Exception {
        append(5);
        home.open().erase(KATE);
        awaitFiles(0);
    }

    @Test
    void aStartAfterACrashRemovesWhatNothingRefersTo() throws Exception {
        append(2);
        home.close();
        Files.delete(home.contents().resolveSibling("default.clean"));
        Path orphan = home.contents().resolve("000/000fff");
        Files.writeString(orphan, "half a mess");
        home.open().open();
        awaitFiles(2);
        assertThat(orphan).doesNotExist();
        append(1);
        assertThat(home.open().read(KATE, BOX).count()).isEqualTo(3);
    }

    @Test
    void aStopInOrderLeavesNothingToLookFor() throws Exception {
        append(2);
        home.close();
        assertThat(home.contents().resolveSibling("default.clean")).exists();
        assertThat(files(home.contents())).isEqualTo(2);
        home.open().mailboxes(KATE);
        assertThat(home.contents().resolveSibling("default.clean")).doesNotExist();
    }

    @Test
    void aCommitThatIsRefusedLeavesNoFile() throws Exception {
        append(1);
        try {
            commit(CrashingWriter.append("lost"), new StoreOp.DeleteMailbox("none"));
        } catch (MailException refused) {
            assertThat(refused.kind()).isEqualTo(MailException.Kind.PERMANENT);
        }
        awaitFiles(1);
    }

    private void append(int count) throws Exception {
        commit(IntStream.range(0, count)
                .mapToObj(i -> CrashingWriter.append("text " + i))
                .toArray(StoreOp[]::new));
    }

    private void commit(StoreOp... steps) throws Exception {
        home.open().commit(KATE, "operation-" + operations++, Optional.empty(), List.copyOf(Arrays.asList(steps)));
    }

    /** Files with something in them: empty ones were made beforehand. */
    private void awaitFiles(int count) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(files(home.contents())).isEqualTo(count));
    }

    private static int files(Path root) {
        int count = 0;
        for (File folder : Objects.requireNonNull(root.toFile().listFiles())) {
            for (File file : Objects.requireNonNull(folder.listFiles())) {
                count += file.length() > 0 ? 1 : 0;
            }
        }
        return count;
    }
}
