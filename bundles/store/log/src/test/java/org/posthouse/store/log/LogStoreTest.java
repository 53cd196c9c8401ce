package org.posthouse.store.log;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.store.Snapshot;
import org.posthouse.lib.segments.Append;
import org.posthouse.lib.segments.Segment;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Change;
import org.posthouse.lib.store.Entry;
import org.posthouse.spi.store.StoreBackend;
import org.posthouse.tck.store.CareContract;
import org.posthouse.tck.store.StoreContract;
import org.posthouse.tck.store.StoreUnderTest;

/** The contract, in small segments. */
final class LogStoreTest implements StoreContract, CareContract {
    @TempDir
    private Path folder;

    private Optional<LogStore> store = Optional.empty();

    @Override
    public StoreBackend open() {
        if (store.isEmpty()) {
            store = Optional.of(TestStore.at(folder));
        }
        return store.get();
    }

    @Override
    public Path files() {
        return TestStore.folder(folder);
    }

    /** From its head to its end there are nulls. */
    @Override
    public void lose(String text) throws Exception {
        OpenStore opened = store.orElseThrow().opened();
        Shard shard = opened.shard(KATE);
        for (Snapshot box : List.of(read(INBOX_ID), read(OTHER_ID))) {
            for (long uid : StoreUnderTest.uids(box)) {
                if (text(box.mailboxId(), uid).contains(text)) {
                    Entry entry = new LogShelf(shard, KATE)
                            .now(shard.state(KATE).box(box.mailboxId()), uid)
                            .orElseThrow();
                    Segment segment = shard.log()
                            .pinned(Positions.segment(entry.content()))
                            .orElseThrow();
                    segment.mend(Positions.offset(entry.content()), new byte[Body.HEAD + (int) entry.size()]);
                    segment.unpin();
                }
            }
        }
    }

    /** Another commit tells what is not true. */
    @Override
    public void miscount() throws Exception {
        Shard shard = store.orElseThrow().opened().shard(KATE);
        Box box = shard.state(KATE).box(INBOX_ID);
        Box wrong = new Box(
                box.key(),
                box.id(),
                box.name(),
                box.uidValidity(),
                box.uidNext(),
                box.modSeq(),
                box.messages() + 1,
                box.octets(),
                box.index());
        CommitRecord commit = new CommitRecord(
                KATE,
                shard.state(KATE).modSeq() + 1,
                List.of(new Change.MailboxChanged(wrong)),
                Weights.NONE,
                List.of());
        var unused = shard.put(Append.forced(Kind.COMMIT, commit.encode(), new byte[0]));
        close();
        Files.deleteIfExists(files().resolve("0/checkpoint"));
        Files.deleteIfExists(files().resolve("1/checkpoint"));
        open();
    }

    @Override
    public void close() {
        store.ifPresent(LogStore::close);
        store = Optional.empty();
    }
}
