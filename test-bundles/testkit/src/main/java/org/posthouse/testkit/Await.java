package org.posthouse.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waiting for what happens on other threads: at most a minute, looking often. */
public final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
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

    /** Until the claim holds, however long that takes, while this number is another one at least once a minute. */
    public static void untilWhile(String claim, Callable<Boolean> holds, LongSupplier progress) {
        for (boolean over = false; !over; ) {
            long before = progress.getAsLong();
            until(claim, () -> holds.call() || progress.getAsLong() != before);
            over = progress.getAsLong() == before;
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
