package org.posthouse.store.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.CareWatch;
import org.posthouse.api.store.Flaw;
import org.posthouse.api.store.StoreOp;

/** Segments that are not there for a while. */
final class AwayTest {
    private static final AccountId KATE = new AccountId("kate");
    private static final int MESSAGES = 60;

    @TempDir
    private Path home;

    private LogStore store() {
        return new LogStore(home, new Settings(1_000_000, 0, 128 << 10, 1), Clock.systemUTC());
    }

    private static List<Flaw> repaired(LogStore store) throws Exception {
        List<Flaw> flaws = new ArrayList<>();
        var unused = store.care().orElseThrow().check(Optional.empty(), true, new CareWatch() {
            @Override
            public boolean on(long done, long of, String what) {
                return true;
            }

            @Override
            public void found(Flaw flaw) {
                flaws.add(flaw);
            }
        });
        return flaws;
    }

    @Test
    void repairKeepsMessagesWhoseSegmentMayComeBack() throws Exception {
        try (LogStore store = store()) {
            store.commit(KATE, "make", Optional.empty(), List.of(new StoreOp.CreateMailbox("box", "INBOX")));
            for (int i = 0; i < MESSAGES; i++) {
                Content message = Content.of(("message " + i + "x".repeat(9000)).getBytes(UTF_8));
                StoreOp append = new StoreOp.Append("box", message, new byte[30], Set.of(), Instant.EPOCH, "");
                store.commit(KATE, "operation-" + i, Optional.empty(), List.of(append));
            }
            // So that nothing but messages is in the segment that goes away.
            Shard shard = store.opened().shard(KATE);
            Scribe.write(shard, shard.directory().line(KATE), Mover.none(shard));
        }
        Path segment = TestStore.folder(home).resolve("0/0000000002.seg");
        Path away = home.resolve("away.seg");
        Files.move(segment, away);
        try (LogStore store = store()) {
            List<Flaw> flaws = repaired(store);
            assertThat(flaws).anyMatch(flaw -> flaw.kind() == Flaw.Kind.MISSING_MESSAGE);
            assertThat(flaws)
                    .filteredOn(flaw -> flaw.kind() == Flaw.Kind.MISSING_MESSAGE)
                    .noneMatch(Flaw::mended);
            assertThat(store.read(KATE, "box").count()).isEqualTo(MESSAGES);
        }
        Files.move(away, segment);
        try (LogStore store = store()) {
            for (int i = 0; i < MESSAGES; i++) {
                long uid = store.read(KATE, "box").uid(i);
                try (Content content = store.content(KATE, "box", uid)) {
                    assertThat(new String(content.sound(), UTF_8)).startsWith("message " + i + "x");
                }
            }
            assertThat(repaired(store)).isEmpty();
        }
    }
}
