package org.posthouse.core.plugins.seat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;

class PlaceTest {
    private static final SeatName NAME = new SeatName("filter", "org.example", "org.example");
    private static final Limits LIMITS = new Limits(
            Duration.ofMillis(600),
            Duration.ofMillis(300),
            Duration.ofMillis(400),
            Duration.ofMillis(200),
            Duration.ofSeconds(2));

    /** More than any machine needs. */
    private static final Duration LONG = Duration.ofMinutes(5);
    /** As much as there may be. */
    private static final Limits PATIENT =
            new Limits(Duration.ofSeconds(2), LONG, Duration.ofSeconds(2), Duration.ofMillis(500), LIMITS.vacancy());

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger services = new AtomicInteger();
    private SeatBook book;
    private Place<Horse> place;

    @BeforeEach
    void openSeat(@TempDir Path folder) {
        book = new SeatBook(folder.resolve("seats"), LIMITS.vacancy());
        book.note(NAME, Map.of());
        openSeat(LIMITS);
    }

    private void openSeat(Limits limits) {
        place = new Place<>(NAME, Map.of(), book, limits);
    }

    @AfterEach
    void close() {
        book.close();
        threads.shutdownNow();
    }

    /** A version of a plug-in that notices when it is called after its end. */
    private static final class Horse {
        final AtomicBoolean gone = new AtomicBoolean();
        final AtomicInteger calledWhenGone = new AtomicInteger();

        void ride() {
            if (gone.get()) {
                calledWhenGone.incrementAndGet();
            }
            Thread.onSpinWait();
            if (gone.get()) {
                calledWhenGone.incrementAndGet();
            }
        }
    }

    private Candidate<Horse> candidate(String version, long bundle, Horse horse) {
        ServiceFacts facts =
                new ServiceFacts(NAME, Version.parseVersion(version), bundle, services.incrementAndGet(), Map.of());
        Gate<Horse> gate = new Gate<>(NAME.plugin(), facts.version(), "");
        gate.open(horse);
        return new Candidate<>(facts, gate);
    }

    private void leave(Candidate<Horse> candidate) {
        boolean replaced = place.remove(candidate.facts().service());
        candidate.gate().seeOut(replaced ? LIMITS.pins() : LIMITS.pinsWithoutNext(), LIMITS);
    }

    private Candidate<Horse> arrive(String version, long bundle) {
        Candidate<Horse> candidate = candidate(version, bundle, new Horse());
        place.add(candidate);
        return candidate;
    }

    private Optional<String> inCharge() {
        return place.current().map(Occupant::version);
    }

    @Test
    void theHigherVersionTakesTheSeatWheneverItComes() {
        arrive("2.0.0", 5);
        Candidate<Horse> lower = arrive("1.9.0", 9);
        assertThat(inCharge()).contains("2.0.0");
        Candidate<Horse> highest = arrive("10.0.0", 2);
        assertThat(inCharge()).contains("10.0.0");
        leave(highest);
        leave(lower);
        assertThat(inCharge()).contains("2.0.0");
    }

    @Test
    void ofEqualVersionsTheBundleInstalledLaterTakesTheSeat() throws Exception {
        Horse first = new Horse();
        Horse second = new Horse();
        place.add(candidate("1.0.0", 7, first));
        place.add(candidate("1.0.0", 8, second));
        place.add(candidate("1.0.0", 6, first));
        Horse called = place.current().orElseThrow().call(horse -> horse);
        assertThat(called).isSameAs(second);
    }

    @Test
    void whoPinsAnEmptySeatWaitsForTheNextVersion() throws Exception {
        Future<Optional<Occupant<Horse>>> pin = threads.submit(() -> place.pin(Duration.ofSeconds(20)));
        await().until(() -> !pin.isDone());
        arrive("1.0.0", 1);
        assertThat(pin.get(120, TimeUnit.SECONDS).map(Occupant::version)).contains("1.0.0");
    }

    @Test
    void patienceEnds() {
        long begun = System.nanoTime();
        assertThat(place.pin(Duration.ofMillis(100))).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(95));
    }

    @Test
    void nobodyWaitsForAPlugInThatIsSwitchedOffEvenWhenTheyHaveBegunTo() throws Exception {
        Future<Optional<Occupant<Horse>>> pin = threads.submit(() -> place.pin(Duration.ofMinutes(1)));
        book.turn(NAME.plugin(), false);
        // The book tells its rows; here is none.
        await().until(() -> {
            place.wake();
            return pin.isDone();
        });
        assertThat(pin.get()).isEmpty();
        assertThat(place.expected()).isFalse();
        assertThat(place.pin(Duration.ofMinutes(1))).isEmpty();
    }

    @Test
    void aSeatEmptyForLongIsWaitedForNoMore() {
        Candidate<Horse> only = arrive("1.0.0", 1);
        leave(only);
        long begun = System.nanoTime();
        assertThat(place.pin(Duration.ofMinutes(1))).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
        assertThat(place.expected()).isTrue();
    }

    @Test
    void aVersionThatHasLeftIsNotCalled() {
        Candidate<Horse> only = arrive("1.0.0", 1);
        Occupant<Horse> pin = place.pin(Duration.ZERO).orElseThrow();
        leave(only);
        assertThatThrownBy(() -> pin.call(horse -> 1)).isInstanceOf(GoneException.class);
        assertThat(pin.leaving()).isTrue();
    }

    @Test
    void leavingWaitsForPinsButNotForLooks() throws Exception {
        openSeat(PATIENT);
        Candidate<Horse> old = arrive("1.0.0", 1);
        Occupant<Horse> look = place.current().orElseThrow();
        Occupant<Horse> pin = place.pin(Duration.ZERO).orElseThrow();
        Future<?> departure = threads.submit(() -> leave(old));
        await().until(pin::leaving);
        assertThat(pin.<Integer, RuntimeException>call(horse -> 1)).isOne();
        assertThat(departure.isDone()).isFalse();
        pin.close();
        pin.close();
        departure.get(120, TimeUnit.SECONDS);
        assertThat(look.leaving()).isTrue();
    }

    @Test
    void aPinThatIsNeverGivenBackHoldsUpForItsLimitOnly() throws Exception {
        Candidate<Horse> old = arrive("1.0.0", 1);
        Occupant<Horse> pin = place.pin(Duration.ZERO).orElseThrow();
        arrive("2.0.0", 2);
        threads.submit(() -> leave(old)).get(120, TimeUnit.SECONDS);
        assertThat(pin.leaving()).isTrue();
    }

    @Test
    void tasksForLeavingRunOnceAndAtOnceWhenTooLate() throws Exception {
        Candidate<Horse> old = arrive("1.0.0", 1);
        AtomicInteger early = new AtomicInteger();
        AtomicInteger dropped = new AtomicInteger();
        Occupant<Horse> pin = place.pin(Duration.ZERO).orElseThrow();
        pin.whenLeaving(early::incrementAndGet);
        pin.whenLeaving(() -> {
            throw new IllegalStateException("does not keep the others from running");
        });
        pin.whenLeaving(pin::close);
        Occupant<Horse> other = place.pin(Duration.ZERO).orElseThrow();
        other.whenLeaving(dropped::incrementAndGet);
        other.close();
        leave(old);
        Occupant<Horse> late = old.gate().look();
        late.whenLeaving(early::incrementAndGet);
        assertThat(early).hasValue(2);
        assertThat(dropped).hasValue(0);
    }

    @Test
    void aHangingCallIsInterruptedAndThenGivenUp() throws Exception {
        Candidate<Horse> old = arrive("1.0.0", 1);
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean deaf = new AtomicBoolean(true);
        Occupant<Horse> occupant = place.current().orElseThrow();
        Future<Boolean> hearing = threads.submit(() -> {
            try {
                return occupant.<Boolean, InterruptedException>call(horse -> {
                    inside.countDown();
                    never.await();
                    return true;
                });
            } catch (InterruptedException e) {
                return false;
            }
        });
        Future<Boolean> hanging = threads.submit(() -> occupant.<Boolean, RuntimeException>call(horse -> {
            inside.countDown();
            while (deaf.get()) {
                Thread.onSpinWait();
            }
            return true;
        }));
        assertThat(inside.await(120, TimeUnit.SECONDS)).isTrue();
        threads.submit(() -> leave(old)).get(120, TimeUnit.SECONDS);
        assertThat(hearing.get(120, TimeUnit.SECONDS)).isFalse();
        assertThat(hanging.isDone()).isFalse();
        deaf.set(false);
        assertThat(hanging.get(120, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anInterruptMeantForACallEndsWithIt() throws Exception {
        Candidate<Horse> old = arrive("1.0.0", 1);
        CountDownLatch inside = new CountDownLatch(1);
        Occupant<Horse> occupant = place.current().orElseThrow();
        Future<Boolean> call = threads.submit(() -> {
            occupant.<Integer, RuntimeException>call(horse -> {
                inside.countDown();
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
                return 1;
            });
            return Thread.currentThread().isInterrupted();
        });
        assertThat(inside.await(120, TimeUnit.SECONDS)).isTrue();
        leave(old);
        assertThat(call.get(120, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void whoLeavesFromWithinACallIsNotWaitedFor() throws Exception {
        Duration calls = Duration.ofSeconds(4);
        openSeat(new Limits(Duration.ZERO, LIMITS.pinsWithoutNext(), calls, Duration.ZERO, LIMITS.vacancy()));
        Candidate<Horse> old = arrive("1.0.0", 1);
        long begun = System.nanoTime();
        place.current().orElseThrow().<Integer, RuntimeException>call(horse -> {
            leave(old);
            return 1;
        });
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(calls);
    }

    @Test
    void underManyThreadsNoCallEntersAVersionThatIsGoneAndNoPinIsLost() throws Exception {
        openSeat(PATIENT);
        AtomicBoolean end = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        List<Horse> horses = new ArrayList<>(List.of(new Horse()));
        Candidate<Horse> current = candidate("1.0.0", 1, horses.get(0));
        place.add(current);
        List<Future<Boolean>> riders = IntStream.range(0, 16)
                .mapToObj(i -> threads.submit(() -> rideUntil(end, calls)))
                .toList();
        for (int swap = 1; swap < 300; swap++) {
            horses.add(new Horse());
            Candidate<Horse> next = candidate(swap % 3 == 0 ? "1.0.0" : swap + ".0.0", swap + 1, horses.get(swap));
            if (swap % 2 == 0) {
                place.add(next);
                leave(current);
            } else {
                leave(current);
                place.add(next);
            }
            horses.get(swap - 1).gone.set(true);
            current = next;
        }
        end.set(true);
        for (Future<Boolean> each : riders) {
            assertThat(each.get(120, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(horses).allMatch(each -> each.calledWhenGone.get() == 0);
        assertThat(calls).hasValueGreaterThan(1000);
        // Every pin was given back, so that a departure waits for none.
        long begun = System.nanoTime();
        leave(current);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONG);
    }

    private boolean rideUntil(AtomicBoolean end, AtomicInteger calls) {
        while (!end.get()) {
            try (Occupant<Horse> pin = place.pin(Duration.ofSeconds(20)).orElseThrow()) {
                for (int i = 0; i < 5; i++) {
                    pin.<Integer, RuntimeException>call(horse -> {
                        horse.ride();
                        return 1;
                    });
                    calls.incrementAndGet();
                }
            } catch (GoneException e) {
                // The next version is asked.
                calls.incrementAndGet();
            }
        }
        return true;
    }
}
