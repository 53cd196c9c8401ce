package org.posthouse.lib.segments;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.posthouse.testkit.Await;

class InletTest {
    private static final long LONG = Duration.ofMinutes(5).toNanos();

    private final Inlet inlet = new Inlet(4, 3);
    private final List<Append> batch = new ArrayList<>();

    private static Append lazy() {
        return Append.lazy(Append.FIRST_TYPE, new byte[0]);
    }

    private static Append forced() {
        return Append.forced(Append.FIRST_TYPE, new byte[0], new byte[0]);
    }

    @Test
    void recordsComeOutInTheOrderInWhichTheyWentIn() throws Exception {
        List<Append> all = List.of(lazy(), forced(), lazy(), forced());
        for (Append each : all) {
            assertThat(inlet.offer(each, 0)).isTrue();
        }
        inlet.take(batch, LONG);
        assertThat(batch).isEqualTo(all.subList(0, 3));
        inlet.take(batch, LONG);
        assertThat(batch).isEqualTo(all);
        assertThat(inlet.isEmpty()).isTrue();
    }

    @Test
    void aLazyRecordIsTakenThoughNothingElseComes() throws Exception {
        Append only = lazy();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> take(LONG));
        assertThat(inlet.offer(only, 0)).isTrue();
        Await.until("it is done", writer::isDone);
        assertThat(batch).containsExactly(only);
    }

    @Test
    void whoFindsNoRoomIsToldSoAndGoesInWhenThereIsSome() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(inlet.offer(forced(), 0)).isTrue();
        }
        assertThat(inlet.offer(forced(), 1)).isFalse();
        CompletableFuture<Boolean> fifth = CompletableFuture.supplyAsync(() -> offer(forced()));
        inlet.take(batch, LONG);
        Await.until("it is done", fifth::isDone);
        assertThat(fifth.get()).isTrue();
        inlet.take(batch, LONG);
        assertThat(batch).hasSize(5);
    }

    @Test
    void aCallEndsTheWaitForNothing() {
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> take(LONG));
        inlet.call();
        Await.until("it is done", writer::isDone);
        assertThat(batch).isEmpty();
    }

    private void take(long nanos) {
        try {
            inlet.take(batch, nanos);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean offer(Append record) {
        try {
            return inlet.offer(record, LONG);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
