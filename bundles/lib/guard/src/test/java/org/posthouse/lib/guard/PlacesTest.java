package org.posthouse.lib.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private static final long LONG = TimeUnit.SECONDS.toNanos(60);
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(20);

    private static int enterAll(Places places) {
        int entered = 0;
        while (places.tryEnter()) {
            entered++;
        }
        return entered;
    }

    @Test
    void aFewAreLetInUntilSomeHaveComeBack() {
        Places places = new Places(Places.FIRST, () -> 6);
        assertThat(enterAll(places)).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            places.leave(true);
        }
        assertThat(enterAll(places)).isEqualTo(6);
        places.late();
        places.leave(false);
        places.leave(false);
        assertThat(places.tryEnter()).isFalse();
        assertThat(places.inside()).isEqualTo(4);
    }

    @Test
    void fewerPlacesAreFewerFromTheBeginning() {
        assertThat(enterAll(new Places(Places.FIRST, () -> 2))).isEqualTo(2);
    }

    @Test
    void whoWaitsComesInWhenAnotherComesOut() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Places places = new Places(Places.FIRST, () -> 1);
            places.tryEnter();
            Future<Boolean> waiting = other.submit(() -> places.enter(LONG, LONG, () -> true));
            places.leave(true);
            assertThat(waiting.get(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void whoCameFirstIsFirst() throws Exception {
        ExecutorService others = Executors.newCachedThreadPool();
        try {
            Places places = new Places(Places.FIRST, () -> 1);
            places.tryEnter();
            CountDownLatch waits = new CountDownLatch(1);
            Future<Boolean> first = others.submit(() -> places.enter(LONG, LONG, () -> {
                waits.countDown();
                return true;
            }));
            assertThat(waits.await(120, TimeUnit.SECONDS)).isTrue();
            Future<Boolean> second = others.submit(() -> places.enter(LONG, LONG, () -> true));
            places.leave(true);
            assertThat(places.tryEnter()).isFalse();
            assertThat(first.get(120, TimeUnit.SECONDS)).isTrue();
            assertThat(second.isDone()).isFalse();
            places.leave(true);
            assertThat(second.get(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            others.shutdownNow();
        }
    }

    @Test
    void nobodyWaitsWhereNobodyComesOut() throws Exception {
        Places places = new Places(Places.FIRST, () -> 1);
        places.tryEnter();
        assertThat(places.enter(LONG, SHORT, () -> true)).isFalse();
    }

    @Test
    void nobodyWaitsLongerThanHeMay() throws Exception {
        Places places = new Places(Places.FIRST, () -> 1);
        places.tryEnter();
        assertThat(places.enter(SHORT, LONG, () -> true)).isFalse();
    }

    @Test
    void nobodyWaitsForWhatMakesNoSenseAnyMore() throws Exception {
        AtomicBoolean sense = new AtomicBoolean(true);
        Places places = new Places(Places.FIRST, () -> 1);
        places.tryEnter();
        assertThat(places.enter(LONG, LONG, () -> sense.getAndSet(false))).isFalse();
        places.leave(true);
        assertThat(places.enter(LONG, LONG, () -> false)).isFalse();
    }
}
