package org.posthouse.store.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.StoreOp;

/** A segment does not go while somebody writes an account whose record will name it. */
final class SegmentsStayTest {
    private static final AccountId KATE = new AccountId("kate");
    private static final int MESSAGES = 20_000;
    private static final int AT_ONCE = 1000;

    @TempDir
    private Path home;

    /** Counted down to zero the next force waits for the other latch. */
    private final AtomicInteger forces = new AtomicInteger(-1);

    private final CountDownLatch stands = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);

    private LogStore open() {
        return TestStore.at(home, new Settings(1_000_000, 0, 256 << 10, 1), this::force, () -> Long.MAX_VALUE);
    }

    private void force(FileChannel channel) {
        if (forces.getAndDecrement() == 0) {
            stands.countDown();
            await(goesOn);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException interrupt) {
            throw new AssertionError(interrupt);
        }
    }

    private static StoreOp append(int number) {
        byte[] octets = ("message " + number).getBytes(UTF_8);
        return new StoreOp.Append("box", Content.of(octets), new byte[10], Set.of(), Instant.EPOCH, "id");
    }

    private static void fill(LogStore store) throws Exception {
        List<StoreOp> steps = new ArrayList<>(List.of(new StoreOp.CreateMailbox("box", "INBOX")));
        for (int number = 1; number <= MESSAGES; number++) {
            steps.add(append(number));
            if (number % AT_ONCE == 0) {
                var unused = store.commit(KATE, "fill " + number, Optional.empty(), steps);
                steps.clear();
            }
        }
    }

    @Test
    void whatIsNotNamedYetIsNotFreed() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (LogStore store = open()) {
            fill(store);
            Shard shard = store.opened().shards().get(0);
            long before = shard.log().newest();
            // Its columns fill more than two segments.
            forces.set(3);
            Line line = shard.directory().line(KATE);
            shard.state(KATE).boxes().forEach(box -> line.doubt(box.key()));
            Future<?> written = thread.submit(() -> {
                Scribe.write(shard, line, Mover.none(shard));
                return true;
            });
            await(stands);
            assertThat(shard.log().newest()).isGreaterThan(before + 1);
            assertThat(shard.keeper().empty(before + 1)).isFalse();
            goesOn.countDown();
            assertThat(written.get(1, TimeUnit.MINUTES)).isEqualTo(true);
        } finally {
            goesOn.countDown();
            thread.shutdown();
        }
        try (LogStore store = open()) {
            assertThat(store.read(KATE, "box").count()).isEqualTo(MESSAGES);
            assertThat(store.troubles()).isEmpty();
        }
    }
}
