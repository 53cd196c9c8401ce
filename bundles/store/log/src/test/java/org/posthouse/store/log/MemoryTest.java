package org.posthouse.store.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.store.AccountState;

/** However many mailboxes are opened, those that were not used for the longest time leave memory. */
final class MemoryTest {
    private static final int ACCOUNTS = Boolean.getBoolean("posthouse.long") ? 10_000 : 60;
    private static final int MESSAGES = 20;
    private static final int MOST = 5 * MESSAGES;

    @TempDir
    private Path home;

    private static AccountId account(int number) {
        return new AccountId("account-" + number);
    }

    private static List<StoreOp> first() {
        List<StoreOp> steps = new ArrayList<>();
        steps.add(new StoreOp.CreateMailbox("box", "INBOX"));
        for (int i = 0; i < MESSAGES; i++) {
            Content message = Content.of("hello".getBytes(UTF_8));
            steps.add(new StoreOp.Append("box", message, new byte[10], Set.of(), Instant.EPOCH, "E"));
        }
        return steps;
    }

    private static Stream<Line> inMemory(LogStore store) throws Exception {
        return store.opened().shards().stream()
                .flatMap(shard -> shard.directory().lines().stream())
                .filter(Line::loaded);
    }

    @Test
    void itIsBoundedHoweverManyMailboxesAreOpened() throws Exception {
        Settings settings = new Settings(MOST, 0, 1 << 20, 2);
        try (LogStore store = new LogStore(home, settings, Clock.systemUTC())) {
            int evictions = 0;
            for (int i = 0; i < ACCOUNTS; i++) {
                store.commit(account(i), "first", Optional.empty(), first());
                assertThat(store.read(account(i), "box").count()).isEqualTo(MESSAGES);
            }
            for (int i = 0; i < ACCOUNTS; i++) {
                Optional<Line> line =
                        store.opened().shard(account(i)).directory().find(account(i));
                evictions += line.orElseThrow().loaded() ? 0 : 1;
                assertThat(store.read(account(i), "box").count()).isEqualTo(MESSAGES);
                assertThat(inMemory(store).mapToInt(Line::indexed).sum()).isLessThanOrEqualTo(MOST + MESSAGES);
            }
            assertThat(evictions).isGreaterThanOrEqualTo(ACCOUNTS - MOST / MESSAGES);
            assertThat(inMemory(store)).hasSizeLessThanOrEqualTo(MOST / MESSAGES + 1);
        }
    }

    @Test
    void accountsThatAreUsedWhileTheyAreSortedDisturbNobody() throws Exception {
        List<Line> lines = IntStream.range(0, 300)
                .mapToObj(number -> new Line(account(number)))
                .toList();
        for (Line line : lines) {
            line.learn(AccountState.NONE, Map.of(), new Operations(), List.of());
        }
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService user = Executors.newSingleThreadExecutor();
        Future<Boolean> used = user.submit(() -> {
            Random random = new Random(3);
            boolean loaded = true;
            while (!over.get()) {
                loaded &= lines.get(random.nextInt(lines.size())).durable().isPresent();
            }
            return loaded;
        });
        Memory memory = new Memory(Long.MAX_VALUE, lines::stream);
        for (int i = 0; i < 300; i++) {
            memory.trim();
        }
        over.set(true);
        assertThat(used.get()).isTrue();
        user.shutdown();
    }
}
