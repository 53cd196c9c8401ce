package org.posthouse.delivery.smtp.talk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchTest {
    @Test
    void aGoodbyeThatBlocksHoldsUpNoDeadline() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (Watch watch = new Watch()) {
            for (int i = 0; i <= 64; i++) {
                assertThat(watch.aside(() -> waitFor(read))).isTrue();
            }
            assertThat(watch.aside(() -> waitFor(read)))
                    .as("nobody waits without end")
                    .isFalse();
            var unused = watch.in(Duration.ofNanos(1), over::countDown);
            assertThat(over.await(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            read.countDown();
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
