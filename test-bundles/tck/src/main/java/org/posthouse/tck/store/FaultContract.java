package org.posthouse.tck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.posthouse.tck.store.StoreUnderTest.append;
import static org.posthouse.tck.store.StoreUnderTest.uids;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.StoreOp;

/** What a store makes of a disk that fails or is slow, and its callers of an answer that is lost: for one whose disk can be made to. */
public interface FaultContract extends StoreUnderTest {
    int CALLERS = 6;
    int TIMES = 10;

    /** What happens before something that was written becomes durable. */
    @FunctionalInterface
    interface Fault {
        Fault NONE = () -> {};

        /** @throws IOException it does not become durable now, or it cannot be told */
        void strike() throws IOException;
    }

    /** From now on. */
    void fault(Fault fault);

    private Committed commit(String operationId, StoreOp step) throws Exception {
        return open().commit(KATE, operationId, Optional.empty(), List.of(step));
    }

    @Test
    default void whatMayHaveHappenedIsDoneOnceWhenItIsAskedAgain() throws Exception {
        long first = commit("one", append(INBOX_ID, "one")).made().get(0).uid();
        fault(() -> {
            throw new IOException("the disk is away");
        });
        assertThatThrownBy(() -> commit("two", append(INBOX_ID, "two")))
                .isInstanceOfSatisfying(MailException.class, failure -> assertThat(failure.kind())
                        .isIn(Kind.UNKNOWN, Kind.RETRY));
        assertThat(text(INBOX_ID, first)).isEqualTo("one");
        fault(Fault.NONE);
        Committed two = untilDone("two", append(INBOX_ID, "two"));
        assertThat(commit("two", append(INBOX_ID, "two"))).isEqualTo(two);
        reopen();
        assertThat(commit("two", append(INBOX_ID, "two"))).isEqualTo(two);
        assertThat(uids(read(INBOX_ID)))
                .containsExactly(first, two.made().get(0).uid());
    }

    /** As a caller does it who was told that it is not known, or that he should come again. */
    private Committed untilDone(String operationId, StoreOp step) throws Exception {
        for (int attempt = 0; ; attempt++) {
            try {
                return commit(operationId, step);
            } catch (MailException failure) {
                assertThat(failure.kind()).isIn(Kind.UNKNOWN, Kind.RETRY);
                assertThat(attempt).isLessThan(1_000_000);
                Thread.onSpinWait();
            }
        }
    }

    @Test
    default void aDiskThatFailsNowAndThenLosesNothingAndDoublesNothing() throws Exception {
        Random random = new Random(Long.getLong("posthouse.seed", 11));
        fault(() -> {
            synchronized (random) {
                if (random.nextInt(6) == 0) {
                    throw new IOException("the disk fails");
                }
            }
        });
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        List<Future<Boolean>> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            int number = caller;
            callers.add(threads.submit(() -> {
                for (int i = 0; i < TIMES; i++) {
                    String text = "text " + number + " " + i;
                    assertThat(untilDone(text, append(INBOX_ID, text)).made()).hasSize(1);
                }
                return true;
            }));
        }
        for (Future<Boolean> caller : callers) {
            assertThat(caller.get()).isTrue();
        }
        threads.shutdown();
        fault(Fault.NONE);
        for (int round = 0; round < 2; round++) {
            TreeSet<String> texts = new TreeSet<>();
            for (long uid : uids(read(INBOX_ID))) {
                assertThat(texts.add(text(INBOX_ID, uid))).isTrue();
            }
            assertThat(texts).hasSize(CALLERS * TIMES);
            assertThat(open().usage(KATE).messages()).isEqualTo(CALLERS * TIMES);
            reopen();
        }
    }

    @Test
    default void whileTheDiskIsSlowMailIsReadAndNothingIsAnsweredTooEarly() throws Exception {
        long first = commit("one", append(INBOX_ID, "one")).made().get(0).uid();
        CountDownLatch struck = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        fault(() -> {
            struck.countDown();
            try {
                assertThat(over.await(120, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupt) {
                throw new IOException(interrupt);
            }
        });
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Committed> two = thread.submit(() -> commit("two", append(INBOX_ID, "two")));
            assertThat(struck.await(120, TimeUnit.SECONDS)).isTrue();
            assertThat(uids(read(INBOX_ID))).containsExactly(first);
            assertThat(text(INBOX_ID, first)).isEqualTo("one");
            assertThat(two).isNotDone();
            over.countDown();
            assertThat(two.get().made()).hasSize(1);
        } finally {
            over.countDown();
            fault(Fault.NONE);
            thread.shutdown();
        }
        assertThat(read(INBOX_ID).count()).isEqualTo(2);
    }
}
