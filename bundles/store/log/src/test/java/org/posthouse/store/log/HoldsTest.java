package org.posthouse.store.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.StoreOp;

final class HoldsTest {
    private static final AccountId KATE = new AccountId("kate");
    private static final AccountId RON = new AccountId("ron");
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private Path home;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean slow;

    @Test
    void whatSomebodyIsAboutToLeanOnDoesNotGoUntilTheLastOfThemIsDone() throws Exception {
        Holds holds = new Holds();
        assertThat(holds.hold(7)).isTrue();
        assertThat(holds.hold(7)).isTrue();
        holds.release(7);
        assertThat(holds.letGo(7, () -> true)).isFalse();
        assertThat(holds.letGo(8, () -> true)).isTrue();
        holds.release(7);
        assertThat(holds.letGo(7, () -> true)).isTrue();
    }

    @Test
    void whileItGoesNobodyBeginsToLeanOnItAndWhatStayedCanBeLeantOn() throws Exception {
        Holds holds = new Holds();
        assertThat(holds.letGo(7, () -> !holds.hold(7))).isTrue();
        assertThat(holds.letGo(7, () -> false)).isFalse();
        assertThatThrownBy(() -> holds.letGo(7, () -> {
                    throw new IOException("disk");
                }))
                .isInstanceOf(IOException.class);
        assertThat(holds.hold(7)).isTrue();
    }

    private void force(FileChannel channel) throws IOException {
        if (slow) {
            reached.countDown();
            try {
                assertThat(released.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        channel.force(false);
    }

    private static List<StoreOp> append(String beginning) {
        Content end = Content.identified(Content.of(new byte[20_000]), "end");
        Content message = Content.join(List.of(Content.of(beginning.getBytes(UTF_8)), end));
        return List.of(new StoreOp.Append("box", message, new byte[9], Set.of(), Instant.EPOCH, ""));
    }

    @Test
    void aSegmentStaysForAMessageThatNobodyWaitsForAnyMore() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (LogStore store = TestStore.at(home, new Settings(1000, 0, 256 << 10, 1), this::force, () -> 1L << 40)) {
            for (AccountId account : List.of(KATE, RON)) {
                StoreOp inbox = new StoreOp.CreateMailbox("box", "INBOX");
                store.commit(account, "create", Optional.empty(), List.of(inbox));
            }
            store.commit(KATE, "first", Optional.empty(), append("To: kate"));
            Shard shard = store.opened().shard(KATE);
            long segment = shard.log().newest();
            slow = true;
            Future<?> waiting = thread.submit(() -> store.commit(RON, "second", Optional.empty(), append("To: ron")));
            assertThat(reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            thread.shutdownNow();
            assertThatThrownBy(() -> waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(MailException.class);
            assertThat(shard.sharing().holds().letGo(segment, () -> true))
                    .as("while it is on its way")
                    .isFalse();
            slow = false;
            released.countDown();
            await().until(() -> shard.sharing().holds().letGo(segment, () -> true));
            assertThat(store.read(RON, "box").count()).isEqualTo(1);
        } finally {
            released.countDown();
            thread.shutdownNow();
        }
    }
}
