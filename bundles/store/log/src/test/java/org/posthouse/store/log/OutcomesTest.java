package org.posthouse.store.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.segments.FieldReader;
import org.posthouse.lib.segments.Segment;
import org.posthouse.lib.store.Claim;
import org.posthouse.testkit.FakeClock;

/** What operations returned is remembered when their commits are gone. */
final class OutcomesTest {
    private static final AccountId KATE = new AccountId("kate");
    /** More than go into one segment. */
    private static final int MANY = 2000;

    @TempDir
    private Path home;

    private final FakeClock clock = new FakeClock();

    private LogStore open() {
        Disk disk = new Disk(channel -> {}, () -> Long.MAX_VALUE, clock);
        return new LogStore(new Settings(1_000_000, 0, 256 << 10, 1), disk, Claim.alone(TestStore.folder(home)));
    }

    private static Committed commit(LogStore store, String id, StoreOp... steps) throws Exception {
        return store.commit(KATE, id, Optional.empty(), List.of(steps));
    }

    private static Committed flag(LogStore store, int number) throws Exception {
        return commit(
                store, "%0200d".formatted(number), new StoreOp.Flags("box", new long[] {1}, flags(number), Set.of()));
    }

    private static Set<String> flags(int number) {
        return Set.of(number % 2 == 0 ? "\\Seen" : "\\Flagged");
    }

    private static void begin(LogStore store) throws Exception {
        Content message = Content.of("message".getBytes(UTF_8));
        commit(
                store,
                "begin",
                new StoreOp.CreateMailbox("box", "INBOX"),
                new StoreOp.Append("box", message, new byte[10], Set.of(), Instant.EPOCH, "id"));
    }

    private static void compact(LogStore store) throws Exception {
        Shard shard = store.opened().shards().get(0);
        shard.writer().turn();
        flag(store, -1);
        shard.keeper().round(2);
    }

    /** How many outcomes are kept apart from their commits. */
    private static int kept(LogStore store) throws Exception {
        AtomicInteger kept = new AtomicInteger();
        Shard shard = store.opened().shards().get(0);
        for (Segment segment : shard.log().segments()) {
            var unused = shard.log().read(segment, found -> {
                try {
                    FieldReader fields = new FieldReader(found.meta());
                    if ((int) fields.number() == Kind.OUTCOMES) {
                        kept.addAndGet(Outcomes.decode(fields).size());
                    }
                } catch (IOException damaged) {
                    throw new AssertionError(damaged);
                }
            });
        }
        return kept.get();
    }

    @Test
    void moreOperationsThanGoIntoASegmentAreRemembered() throws Exception {
        try (LogStore store = open()) {
            begin(store);
            Committed first = flag(store, 1);
            for (int number = 2; number < MANY; number++) {
                flag(store, number);
            }
            Committed last = flag(store, MANY);
            compact(store);
            compact(store);
            assertThat(flag(store, 1).modSeq()).isEqualTo(first.modSeq());
            assertThat(flag(store, MANY).modSeq()).isEqualTo(last.modSeq());
        }
        try (LogStore store = open()) {
            assertThat(store.troubles()).isEmpty();
            long before = store.read(KATE, "box").modSeq().value();
            flag(store, 1);
            assertThat(store.read(KATE, "box").modSeq().value()).isEqualTo(before);
        }
    }

    @Test
    void whatNeedNotBeRememberedIsLeftOut() throws Exception {
        try (LogStore store = open()) {
            begin(store);
            for (int hour = 0; hour < 8; hour++) {
                for (int number = 0; number < 100; number++) {
                    flag(store, 100 * hour + number);
                }
                compact(store);
                clock.advance(Duration.ofHours(1));
            }
            assertThat(kept(store)).isBetween(200, 310);
        }
    }
}
