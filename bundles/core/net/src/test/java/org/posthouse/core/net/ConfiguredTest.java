package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConfiguredTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Configured configured = new Configured(() -> List.of("listener~smtp", "listener~imap"), now::get);

    @Test
    void aConfiguredListenerIsWaitedForUntilItHasBeenTried() {
        assertThat(configured.allTried()).isFalse();
        configured.tried("listener~smtp");
        assertThat(configured.allTried()).isFalse();
        configured.tried("listener~imap");
        assertThat(configured.allTried()).isTrue();
    }

    @Test
    void oneThatNeverComesIsNotWaitedForForever() {
        configured.tried("listener~smtp");
        assertThat(configured.allTried()).isFalse();
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(configured.allTried()).isFalse();
        now.incrementAndGet();
        assertThat(configured.allTried()).isTrue();
    }
}
