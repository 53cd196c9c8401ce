package org.posthouse.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;

/** Waiting for what happens on other threads: three minutes at most, looking often. */
public final class Await {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(2);

    private Await() {}

    /** Until the claim holds. */
    public static void until(String claim, Callable<Boolean> holds) {
        Awaitility.await(claim)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .until(holds);
    }

    /**
     * Until it holds, however long that takes, while this number is another one at least every three minutes.
     *
     * @param state what is told of how it stands if it does not hold
     */
    public static void untilWhile(Callable<Boolean> holds, LongSupplier progress, Callable<?> state) throws Exception {
        try {
            for (boolean over = false; !over; ) {
                long before = progress.getAsLong();
                until("something happens", () -> holds.call() || progress.getAsLong() != before);
                over = progress.getAsLong() == before;
            }
        } catch (ConditionTimeoutException timeout) {
            throw new AssertionError("nothing happens any more: " + state.call(), timeout);
        }
    }

    /** Until the assertion passes. */
    public static void untilAsserted(ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .untilAsserted(assertion);
    }
}
