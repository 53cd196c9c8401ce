package org.posthouse.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;
import org.posthouse.tck.store.ModelAccount;

/** A store that is used, compacted, let go of and opened again in any order does what a simple model of it does. */
final class LongLifeTest {
    private static final List<String> BOXES = List.of("box-inbox", "box-other");
    private static final int STEPS = 900;

    @TempDir
    private Path home;

    private final List<AccountId> accounts = List.of(new AccountId("a"), new AccountId("b"), new AccountId("c"));
    private final List<ModelAccount> models = new ArrayList<>();
    private final List<Committed> done = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private Optional<LogStore> store = Optional.empty();

    private LogStore store() {
        if (store.isEmpty()) {
            // Little memory, so that accounts leave it all the time.
            store = Optional.of(new LogStore(home, new Settings(40, 0, 64 << 10, 2), Clock.systemUTC()));
        }
        return store.get();
    }

    @AfterEach
    void close() {
        store.ifPresent(LogStore::close);
        store = Optional.empty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverHappensToItsFilesItSaysTheSame(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < accounts.size(); i++) {
            models.add(new ModelAccount(BOXES));
            begin(i);
        }
        for (int step = 0; step < STEPS; step++) {
            int which = random.nextInt(accounts.size());
            ModelAccount model = models.get(which);
            List<StoreOp> steps = model.randomSteps(random);
            model.apply(steps, commit(accounts.get(which), steps));
            if (random.nextInt(12) == 0) {
                disturb(random);
                check();
            }
        }
        for (Shard shard : store().opened().shards()) {
            shard.keeper().round(2);
        }
        check();
        theSameOperationsAreKnown();
        assertThat(store().troubles()).isEmpty();
    }

    private void begin(int which) throws Exception {
        commit(
                accounts.get(which),
                List.of(
                        new StoreOp.CreateMailbox(BOXES.get(0), "INBOX"),
                        new StoreOp.CreateMailbox(BOXES.get(1), "Other")));
    }

    private Committed commit(AccountId account, List<StoreOp> steps) throws Exception {
        String id = UUID.randomUUID().toString();
        Committed committed = store().commit(account, id, Optional.empty(), steps);
        if (account.equals(accounts.get(0))) {
            ids.add(id);
            done.add(committed);
        }
        return committed;
    }

    private void disturb(Random random) throws Exception {
        switch (random.nextInt(6)) {
            case 0 -> close();
            case 1 -> {
                close();
                withoutCheckpoints();
            }
            case 2, 3 -> {
                for (Shard shard : store().opened().shards()) {
                    shard.keeper().round(random.nextDouble() * 2);
                }
            }
            case 4 -> {
                int which = 1 + random.nextInt(2);
                store().erase(accounts.get(which));
                assertThat(store().mailboxes(accounts.get(which)).all()).isEmpty();
                models.set(which, new ModelAccount(BOXES));
                begin(which);
            }
            default -> {
                for (Shard shard : store().opened().shards()) {
                    for (Line line : shard.directory().lines()) {
                        Scribe.write(shard, line, Mover.none(shard));
                    }
                }
            }
        }
    }

    private void withoutCheckpoints() throws IOException {
        try (Stream<Path> files = Files.walk(TestStore.folder(home))) {
            for (Path file : files.filter(each -> each.endsWith("checkpoint")).toList()) {
                Files.delete(file);
            }
        }
    }

    private void check() throws Exception {
        for (int i = 0; i < accounts.size(); i++) {
            AccountId account = accounts.get(i);
            for (String box : BOXES) {
                Snapshot snapshot = store().read(account, box);
                models.get(i).assertSameAs(snapshot);
                for (int at = 0; at < snapshot.count(); at++) {
                    long uid = snapshot.uid(at);
                    try (Content content = store().content(account, box, uid)) {
                        assertThat(content.bytes(0, 100))
                                .asString()
                                .isEqualTo(models.get(i).text(box, uid));
                    }
                    assertThat(store().structure(account, box, uid))
                            .asString()
                            .isEqualTo("structure of " + models.get(i).text(box, uid));
                }
            }
            assertThat(store().usage(account).messages())
                    .isEqualTo(models.get(i).messages());
        }
    }

    private void theSameOperationsAreKnown() throws Exception {
        for (int i = 0; i < ids.size(); i++) {
            assertThat(store().commit(accounts.get(0), ids.get(i), Optional.empty(), List.of()))
                    .isEqualTo(done.get(i));
        }
    }
}
