package org.posthouse.console.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.posthouse.api.metrics.Family;
import org.posthouse.api.metrics.Meter;

final class AllMetersTest {
    private static Family family(String name, String of) {
        return Family.gauge(name, "x").sample(1, "of", of).build();
    }

    private static List<String> names(AllMeters all) {
        return all.families().stream().map(Family::name).toList();
    }

    @Test
    void metersShareAFamilyAndOneThatFailsHarmsNobody() {
        AllMeters all = new AllMeters(
                List.of(
                        () -> List.of(family("b", "one")),
                        () -> {
                            throw new IllegalStateException("no figures");
                        },
                        () -> {
                            throw new NoClassDefFoundError("gone");
                        },
                        () -> List.of(family("b", "two"), family("a", "one"))),
                Duration.ofMinutes(1));
        assertThat(names(all)).containsExactly("a", "b");
        assertThat(all.families().get(1).samples()).hasSize(2);
        all.stop();
    }

    @Test
    void oneThatHangsIsWaitedForOnceAndAskedAgainWhenItIsBack() throws InterruptedException {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch back = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Meter hanging = () -> {
            calls.incrementAndGet();
            try {
                stuck.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                back.countDown();
            }
            return List.of(family("late", "it"));
        };
        AllMeters all = new AllMeters(List.of(hanging, () -> List.of(family("a", "one"))), Duration.ofSeconds(2));
        assertThat(names(all)).containsExactly("a");
        assertThat(names(all)).containsExactly("a");
        assertThat(calls).hasValue(1);
        stuck.countDown();
        back.await();
        while (!names(all).contains("late")) {
            Thread.onSpinWait();
        }
        all.stop();
    }
}
