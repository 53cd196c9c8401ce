package org.posthouse.tck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthouse.tck.store.StoreUnderTest.uids;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.store.Changes;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;

/** What {@code since} tells, and that a store does what a simple model of it does, whatever the order of steps. */
public interface HistoryContract extends StoreUnderTest {
    @Test
    default void nothingHasHappenedSinceNow() throws Exception {
        fill(3);
        ModSeq now = read(INBOX_ID).modSeq();
        for (int round = 0; round < 2; round++) {
            Changes changes = open().since(KATE, INBOX_ID, now);
            assertThat(changes.complete()).isTrue();
            assertThat(changes.upTo()).isEqualTo(now);
            assertThat(changes.added()).isEmpty();
            assertThat(changes.reflagged()).isEmpty();
            assertThat(changes.expunged()).isEmpty();
            reopen();
        }
    }

    @Test
    default void whatCameWhatChangedAndWhatWentIsTold() throws Exception {
        long[] uids = fill(4);
        ModSeq seen = read(INBOX_ID).modSeq();
        long brief = fill(1)[0];
        commit(new StoreOp.Flags(INBOX_ID, new long[] {uids[1], uids[2], brief}, Set.of("\\Seen"), Set.of()));
        commit(new StoreOp.Expunge(INBOX_ID, new long[] {uids[2], uids[0], brief}));
        long late = fill(1)[0];
        Changes changes = open().since(KATE, INBOX_ID, seen);
        assertThat(changes.complete()).isTrue();
        assertThat(changes.added()).containsExactly(late);
        assertThat(changes.reflagged()).containsExactly(uids[1]);
        assertThat(changes.expunged()).containsExactly(uids[0], uids[2]);
        assertThat(changes.upTo()).isEqualTo(read(INBOX_ID).modSeq());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    default void theStoreDoesWhatTheModelDoes(long seed) throws Exception {
        Random random = new Random(seed);
        ModelAccount model = new ModelAccount(List.of(INBOX_ID, OTHER_ID));
        List<Snapshot> snapshots = new ArrayList<>();
        snapshots.add(read(INBOX_ID));
        for (int round = 0; round < 150; round++) {
            List<StoreOp> steps = model.randomSteps(random);
            Committed committed = commit(steps.toArray(StoreOp[]::new));
            model.apply(steps, committed);
            if (round % 60 == 59) {
                reopen();
            }
            snapshots.add(read(INBOX_ID));
            Snapshot before = snapshots.get(random.nextInt(snapshots.size()));
            assertDifference(before, read(INBOX_ID), open().since(KATE, INBOX_ID, before.modSeq()));
        }
        for (int round = 0; round < 2; round++) {
            model.assertSameAs(read(INBOX_ID));
            model.assertSameAs(read(OTHER_ID));
            assertThat(open().usage(KATE).messages()).isEqualTo(model.messages());
            reopen();
        }
        for (Snapshot snapshot : List.of(read(INBOX_ID), read(OTHER_ID))) {
            for (long uid : uids(snapshot)) {
                assertThat(text(snapshot.mailboxId(), uid)).isEqualTo(model.text(snapshot.mailboxId(), uid));
            }
        }
    }

    /** A client that knew the one and is told the changes knows the other. */
    private static void assertDifference(Snapshot before, Snapshot after, Changes changes) {
        if (!changes.complete()) {
            return;
        }
        List<Long> added = new ArrayList<>();
        List<Long> reflagged = new ArrayList<>();
        List<Long> expunged = new ArrayList<>();
        for (long uid : uids(after)) {
            if (uid >= before.uidNext()) {
                added.add(uid);
            } else if (after.modSeq(after.indexOf(uid)).compareTo(before.modSeq()) > 0) {
                reflagged.add(uid);
            }
        }
        for (long uid : uids(before)) {
            if (after.indexOf(uid) < 0) {
                expunged.add(uid);
            }
        }
        assertThat(changes.added()).containsExactly(added.toArray(Long[]::new));
        assertThat(changes.reflagged()).containsExactly(reflagged.toArray(Long[]::new));
        assertThat(changes.expunged()).containsExactly(expunged.toArray(Long[]::new));
        assertThat(changes.upTo()).isEqualTo(after.modSeq());
    }
}
