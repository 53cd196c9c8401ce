package org.posthouse.tck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthouse.tck.store.StoreUnderTest.append;
import static org.posthouse.tck.store.StoreUnderTest.operationId;
import static org.posthouse.tck.store.StoreUnderTest.uids;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Changes;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.ModSeq;
import org.posthouse.api.store.Snapshot;
import org.posthouse.api.store.StoreOp;

/** Many callers at once. */
public interface ConcurrencyContract extends StoreUnderTest {
    int WRITERS = 16;
    int EACH = 12;

    @Test
    default void writersOfOneMailboxGetDifferentUidsInTheOrderOfHistory() throws Exception {
        List<Committed> all = new ArrayList<>();
        atOnce(writer -> () -> write()).forEach(all::addAll);
        all.sort(Comparator.comparing(Committed::modSeq));
        assertThat(all).hasSize(WRITERS * EACH);
        assertThat(all).extracting(Committed::modSeq).doesNotHaveDuplicates();
        long[] uids = all.stream().mapToLong(one -> one.made().get(0).uid()).toArray();
        assertThat(uids).isSorted().doesNotHaveDuplicates();
        assertThat(uids(read(INBOX_ID))).isEqualTo(uids);
        reopen();
        Snapshot snapshot = read(INBOX_ID);
        assertThat(uids(snapshot)).isEqualTo(uids);
        for (int i = 0; i < snapshot.count(); i++) {
            assertThat(snapshot.modSeq(i)).isEqualTo(all.get(i).modSeq());
        }
        assertThat(open().usage(KATE).messages()).isEqualTo(WRITERS * EACH);
    }

    private List<Committed> write() throws Exception {
        List<Committed> mine = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            mine.add(commit(append(INBOX_ID, "message " + i)));
        }
        return mine;
    }

    @Test
    default void whatWasOverBeforeAnotherBeganComesFirst() throws Exception {
        List<Timed> all = new ArrayList<>();
        atOnce(writer -> () -> {
                    List<Timed> mine = new ArrayList<>();
                    for (int i = 0; i < EACH; i++) {
                        mine.add(Timed.of(() -> commit(append(INBOX_ID, "message")), () -> read(INBOX_ID)
                                .modSeq()));
                    }
                    return mine;
                })
                .forEach(all::addAll);
        all.sort(Comparator.comparing(timed -> timed.committed().modSeq()));
        long latestBegin = all.get(0).begin();
        for (Timed timed : all) {
            assertThat(timed.end() - latestBegin).as("%s", timed).isPositive();
            latestBegin = Math.max(latestBegin, timed.begin());
            assertThat(timed.seen()).isGreaterThanOrEqualTo(timed.committed().modSeq());
        }
    }

    /** A commit, when it was asked for and when it was answered, and what could be seen then. */
    record Timed(long begin, long end, Committed committed, ModSeq seen) {
        private static Timed of(Callable<Committed> commit, Callable<ModSeq> look) throws Exception {
            long begin = System.nanoTime();
            Committed committed = commit.call();
            long end = System.nanoTime();
            return new Timed(begin, end, committed, look.call());
        }
    }

    @Test
    default void accountsDoNotDisturbEachOther() throws Exception {
        atOnce(writer -> () -> {
                    AccountId account = new AccountId("account-" + writer);
                    commit(account, new StoreOp.CreateMailbox(INBOX_ID, "INBOX"));
                    for (int i = 0; i < EACH; i++) {
                        commit(account, append(INBOX_ID, "message " + i));
                    }
                    return uids(open().read(account, INBOX_ID));
                })
                .forEach(uids -> assertThat(uids).hasSize(EACH));
        reopen();
        for (int writer = 0; writer < WRITERS; writer++) {
            Snapshot snapshot = open().read(new AccountId("account-" + writer), INBOX_ID);
            assertThat(snapshot.count()).isEqualTo(EACH);
        }
    }

    @Test
    default void aBadCommitFailsNobodyElse() throws Exception {
        List<Boolean> done = atOnce(writer -> () -> {
            boolean all = true;
            for (int i = 0; i < EACH; i++) {
                all &= succeeds(append(writer % 4 == 0 ? "nowhere" : INBOX_ID, "message " + i));
            }
            return all;
        });
        for (int writer = 0; writer < WRITERS; writer++) {
            assertThat(done.get(writer)).isEqualTo(writer % 4 != 0);
        }
        assertThat(read(INBOX_ID).count()).isEqualTo(WRITERS * EACH * 3 / 4);
    }

    private boolean succeeds(StoreOp step) throws Exception {
        try {
            commit(step);
            return true;
        } catch (MailException refused) {
            assertThat(refused.kind()).isEqualTo(MailException.Kind.PERMANENT);
            return false;
        }
    }

    @Test
    default void theSameOperationByManyAtOnceIsDoneOnce() throws Exception {
        List<StoreOp> steps = List.of(append(INBOX_ID, "one"));
        List<Committed> results = atOnce(writer -> () -> open().commit(KATE, "shared", Optional.empty(), steps));
        assertThat(Set.copyOf(results)).hasSize(1);
        assertThat(read(INBOX_ID).count()).isEqualTo(1);
    }

    @Test
    default void onlyOneOfManyOnTheSameBaseSucceeds() throws Exception {
        Optional<ModSeq> base = Optional.of(read(INBOX_ID).modSeq());
        List<Boolean> won = atOnce(writer -> () -> {
            try {
                open().commit(KATE, operationId(), base, List.of(append(INBOX_ID, "mine")));
                return true;
            } catch (MailException lost) {
                assertThat(lost.kind()).isEqualTo(MailException.Kind.CONFLICT);
                return false;
            }
        });
        assertThat(won).containsOnlyOnce(true);
        assertThat(read(INBOX_ID).count()).isEqualTo(1);
    }

    @Test
    default void aMessageMovedByManyAtOnceIsMovedOnce() throws Exception {
        long[] uids = fill(20);
        List<Integer> made = atOnce(writer -> () ->
                commit(new StoreOp.Copy(INBOX_ID, uids, OTHER_ID, true)).made().size());
        assertThat(made.stream().mapToInt(Integer::intValue).sum()).isEqualTo(20);
        assertThat(read(INBOX_ID).count()).isZero();
        assertThat(read(OTHER_ID).count()).isEqualTo(20);
    }

    @Test
    default void readersSeeEveryChangeOnceWhileOthersWrite() throws Exception {
        ModSeq start = read(INBOX_ID).modSeq();
        atOnce(writer -> () -> writer % 2 == 0 ? write().size() : follow(start));
        assertThat(follow(start)).isEqualTo(WRITERS / 2 * EACH);
    }

    /** Follows the mailbox for a while; returns how many messages it has seen come. */
    private int follow(ModSeq start) throws Exception {
        Set<Long> seen = new TreeSet<>();
        ModSeq at = start;
        for (int round = 0; round < 300; round++) {
            Changes changes = open().since(KATE, INBOX_ID, at);
            assertThat(changes.complete()).isTrue();
            for (long uid : changes.added()) {
                assertThat(seen.add(uid)).as("UID %s is new", uid).isTrue();
            }
            at = changes.upTo();
        }
        return seen.size();
    }

    /** Runs all writers at once; returns what they returned. */
    private static <T> List<T> atOnce(IntFunction<Callable<T>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Callable<T>> calls = IntStream.range(0, WRITERS).mapToObj(work).toList();
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
