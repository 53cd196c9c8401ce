package org.posthouse.lib.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Breaker.State;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.plugin.SeatRow;
import org.posthouse.testkit.Await;
import org.posthouse.testkit.FakeClock;
import org.posthouse.testkit.FakeSeats;
import org.posthouse.testkit.Hung;

class GuardTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final FakeClock clock = new FakeClock();
    private final FakeSeats seats = new FakeSeats();
    private final Hung hung = new Hung();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private volatile GuardLimits limits = limits(LONG, LONG);
    private Guards guards;
    private SeatRow<Runnable> row;

    private static GuardLimits limits(Duration deadline, Duration slow) {
        return new GuardLimits(deadline, slow, GuardLimits.FEW, 8, 3, Duration.ofSeconds(10), Duration.ofMinutes(5));
    }

    @BeforeEach
    void open() {
        guards = new Guards("test", () -> limits, failure -> failure instanceof ArithmeticException, clock);
        row = seats.open(Runnable.class, seat -> guards.changed(seat));
        fill("1");
    }

    @AfterEach
    void close() {
        hung.close();
        guards.close();
        callers.shutdownNow();
    }

    private void fill(String version) {
        seats.fill(Runnable.class, "plug", "plug.part", version, () -> {}, Map.of());
    }

    private void limited(Duration deadline, Duration slow) {
        limits = limits(deadline, slow);
        guards.close();
        guards = new Guards("test", () -> limits, failure -> false, clock);
    }

    private Guard guard() {
        Seat<Runnable> seat = row.seats().get(0);
        return guards.of(seat, seat.current().orElseThrow());
    }

    private Breaker breaker() {
        return guards.breakers().get(0);
    }

    private <R> Callable<R> failing(Throwable failure) {
        return () -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        };
    }

    private void quick() throws Exception {
        for (int i = 0; i < 40; i++) {
            guard().brief("x", () -> true);
        }
    }

    @Test
    void aCallIsMadeOnAThreadOfTheGuards() throws Exception {
        assertThat(guard().call("x", () -> Thread.currentThread().getName())).startsWith("posthouse-test-");
        assertThat(breaker().calls()).isEqualTo(1);
        assertThat(breaker().plugin()).isEqualTo("plug");
        assertThat(breaker().component()).isEqualTo("plug.part");
        assertThat(breaker().version()).isEqualTo("1");
        assertThat(breaker().state()).isEqualTo(State.CLOSED);
        assertThat(breaker().reason()).isEmpty();
    }

    @Test
    void briefCallsOfWhoIsQuickAreMadeOnTheCallersThread() throws Exception {
        assertThat(guard().brief("x", Thread::currentThread)).isNotSameAs(Thread.currentThread());
        Await.until("it has shown that it is quick", () -> {
            try {
                return guard().brief("x", Thread::currentThread).equals(Thread.currentThread());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private boolean lentHere(int most) {
        try {
            return guard().lent(Loan.of(most), "x", Thread::currentThread).equals(Thread.currentThread());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void callersLendTheirThreadsToOneThatHasComeBackSoManyAtATime() throws Exception {
        assertThat(lentHere(1)).isFalse();
        Await.until("it has come back", () -> lentHere(1));
        assertThat(lentHere(0)).isFalse();
        Thread caller = Thread.currentThread();
        boolean elsewhere =
                guard().lent(Loan.of(1), "x", () -> !Thread.currentThread().equals(caller) || !lentHere(1));
        assertThat(elsewhere).isTrue();
    }

    @Test
    void nobodyLendsAThreadToOneThatHasLostAnother() {
        Await.until("it has come back", () -> lentHere(1));
        GuardLimits patient = limits;
        limits = limits(SHORT, SHORT);
        callers.submit(() -> guard().lent(Loan.of(1), "y", () -> {
            hung.hangStubbornly();
            return true;
        }));
        Await.until("it is lost", () -> breaker().abandoned() == 1);
        limits = patient;
        assertThat(lentHere(2)).isFalse();
    }

    @Test
    void whoHasThreadsToLoseCallsOnThemAndIsKeptOutWhileOthersHang() throws Exception {
        limited(LONG, SHORT);
        assertThat(guard().here("x", Thread::currentThread)).isSameAs(Thread.currentThread());
        for (int i = 0; i < 3; i++) {
            callers.submit(() -> guard().here("x", () -> {
                hung.hang();
                return true;
            }));
        }
        Await.until("it is open", () -> breaker().state() == State.OPEN);
        assertThatThrownBy(() -> guard().here("x", () -> true)).isInstanceOf(NotCalledException.class);
    }

    @Test
    void whatIsThrownReachesTheCallerAndOpensTheBreaker() {
        List<Throwable> failures = List.of(
                new IllegalStateException("secret"),
                new OutOfMemoryError("as if"),
                new NoClassDefFoundError("gone/Missing"));
        for (Throwable failure : failures) {
            assertThat(catchThrowable(() -> guard().call("x", failing(failure))))
                    .isSameAs(failure);
        }
        assertThat(breaker().state()).isEqualTo(State.OPEN);
        assertThat(breaker().failures()).isEqualTo(3);
        assertThat(breaker().lastFailure())
                .startsWith("it threw NoClassDefFoundError at GuardTest.")
                .doesNotContain("Missing");
        assertThatThrownBy(() -> guard().call("x", () -> true))
                .isInstanceOf(NotCalledException.class)
                .hasMessageStartingWith("its breaker is open since 2026-01-05T08:00:00Z: it threw ");
        assertThatThrownBy(() -> guard().brief("x", () -> true)).isInstanceOf(NotCalledException.class);
        assertThat(breaker().calls()).isEqualTo(3);
    }

    @Test
    void whoSaysThatItWasInterruptedAndWasNotHasFailed() throws Exception {
        quick();
        assertThatThrownBy(() -> guard().call("x", failing(new InterruptedException())))
                .isInstanceOf(FailedException.class);
        assertThatThrownBy(() -> guard().brief("x", failing(new InterruptedException())))
                .isInstanceOf(FailedException.class);
        assertThatThrownBy(() -> guard().here("x", failing(new InterruptedException())))
                .isInstanceOf(FailedException.class);
        assertThat(breaker().state()).isEqualTo(State.OPEN);
        assertThat(breaker().lastFailure()).startsWith("it threw InterruptedException at GuardTest.");
    }

    @Test
    void anInterruptThatIsLeftBehindEndsWithTheCall() throws Exception {
        Callable<Thread> interrupting = () -> {
            Thread.currentThread().interrupt();
            return Thread.currentThread();
        };
        Thread worker = guard().call("x", interrupting);
        assertThat(worker.isInterrupted()).isFalse();
        assertThat(guard().here("x", interrupting)).isSameAs(Thread.currentThread());
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(breaker().failures()).isZero();
    }

    @Test
    void whoWasInterruptedBeforeTheCallIsSoAfterIt() throws Exception {
        Thread.currentThread().interrupt();
        try {
            assertThat(guard().here("x", Thread::interrupted)).isTrue();
            Thread.currentThread().interrupt();
            assertThat(guard().here("x", () -> Thread.currentThread().isInterrupted()))
                    .isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            assertThatThrownBy(() -> guard().here("x", failing(new InterruptedException())))
                    .isInstanceOf(InterruptedException.class);
            assertThat(breaker().failures()).isZero();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aFailureThatIsAnAnswerIsNone() {
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> guard().call("x", failing(new ArithmeticException())))
                    .isInstanceOf(ArithmeticException.class);
            assertThatThrownBy(() -> guard().call("x", failing(new GoneException("plug", "1"))))
                    .isInstanceOf(GoneException.class);
        }
        assertThat(breaker().state()).isEqualTo(State.CLOSED);
        assertThat(breaker().failures()).isZero();
    }

    @Test
    void oneCallTriesAfterTheWaitAndClosesTheBreaker() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> guard().call("x", failing(new IllegalStateException())))
                    .isInstanceOf(IllegalStateException.class);
        }
        clock.advance(Duration.ofSeconds(10));
        Future<Boolean> probe = callers.submit(() -> guard().call("x", () -> {
            hung.hang();
            return true;
        }));
        hung.awaitEntered();
        assertThat(breaker().state()).isEqualTo(State.HALF_OPEN);
        assertThatThrownBy(() -> guard().call("x", () -> true)).isInstanceOf(NotCalledException.class);
        hung.close();
        assertThat(probe.get(120, TimeUnit.SECONDS)).isTrue();
        assertThat(breaker().state()).isEqualTo(State.CLOSED);
        assertThat(guard().call("x", () -> true)).isTrue();
    }

    @Test
    void whoTriesOneThatFailedWaitsNoLongerThanAnAnswerCounts() {
        limited(LONG, SHORT);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> guard().call("x", failing(new IllegalStateException())))
                    .isInstanceOf(IllegalStateException.class);
        }
        clock.advance(Duration.ofSeconds(10));
        assertThatThrownBy(() -> guard().call("x", () -> {
                    hung.hang();
                    return true;
                }))
                .isInstanceOf(OverdueException.class)
                .hasMessage("no answer within 50 ms");
        Await.until("nobody hangs", () -> hung.inside() == 0);
        assertThat(breaker().state()).isEqualTo(State.OPEN);
    }

    @Test
    void whoSleepsIsInterruptedAtTheDeadline() {
        limited(SHORT, LONG);
        assertThatThrownBy(() -> guard().call("x", () -> {
                    hung.hang();
                    return true;
                }))
                .isInstanceOf(OverdueException.class)
                .hasMessage("no answer within 50 ms");
        Await.until("nobody hangs", () -> hung.inside() == 0);
        Await.until("it is counted", () -> breaker().failures() == 1);
        assertThat(breaker().abandoned()).isZero();
    }

    @Test
    void whoSleepsOnItsCallersThreadIsInterruptedThere() throws Exception {
        quick();
        limits = limits(SHORT, LONG);
        assertThatThrownBy(() -> guard().brief("x", () -> {
                    hung.hang();
                    return true;
                }))
                .isInstanceOf(OverdueException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void answersThatTakeTooLongAreFailures() throws Exception {
        limited(LONG, Duration.ofMillis(1));
        for (int i = 0; i < 3; i++) {
            guard().call("x", () -> {
                long begin = System.nanoTime();
                while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(5)) {
                    Thread.onSpinWait();
                }
                return true;
            });
        }
        Await.until("it is open", () -> breaker().state() == State.OPEN);
        assertThat(breaker().lastFailure()).isEqualTo("it did not answer within 1 ms");
    }

    @Test
    void aCallThatIsSlowCountsBeforeItHasEnded() {
        limited(LONG, SHORT);
        for (int i = 0; i < 3; i++) {
            callers.submit(() -> guard().call("x", () -> {
                hung.hang();
                return true;
            }));
        }
        Await.until("it is open", () -> breaker().state() == State.OPEN);
        assertThat(breaker().calls()).isZero();
    }

    @Test
    void withFourThreadsLostItIsOutUntilItIsReplaced() throws Exception {
        limited(SHORT, LONG);
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(callers.submit(() -> guard().call("x", () -> {
                hung.hangStubbornly();
                return true;
            })));
        }
        Await.until("it is out", () -> breaker().state() == State.OUT);
        for (Future<?> call : calls) {
            assertThat(catchThrowable(() -> call.get(120, TimeUnit.SECONDS)).getCause())
                    .isInstanceOfAny(OverdueException.class, NotCalledException.class);
        }
        Await.until("as many hang as are lost", () -> hung.inside() == Circuit.MOST_LOST);
        assertThat(breaker().abandoned()).isEqualTo(Circuit.MOST_LOST);
        assertThatThrownBy(() -> guard().call("x", () -> true))
                .isInstanceOf(NotCalledException.class)
                .hasMessageStartingWith("it is out since ");
        fill("2");
        limits = limits(LONG, LONG);
        assertThat(guard().call("x", () -> true)).isTrue();
        assertThat(breaker().version()).isEqualTo("2");
        assertThat(guards.breakers()).hasSize(1);
    }

    private void didWell() throws Exception {
        for (int i = 0; i < 1000; i++) {
            guard().call("x", () -> true);
        }
    }

    private List<Future<?>> hangAtOnce(int calls) {
        List<Future<?>> made = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            made.add(callers.submit(() -> guard().call("x", () -> {
                hung.hangStubbornly();
                return true;
            })));
        }
        return made;
    }

    /** After it did well, all who are in it hang at once. */
    private void loseThreads() throws Exception {
        limited(LONG, LONG);
        didWell();
        limits = new GuardLimits(
                SHORT, LONG, 4, 8, GuardLimits.MOST_FAILURES, Duration.ofSeconds(10), Duration.ofMinutes(5));
        for (Future<?> call : hangAtOnce(16)) {
            assertThat(catchThrowable(() -> call.get(120, TimeUnit.SECONDS)).getCause())
                    .isInstanceOfAny(OverdueException.class, NotCalledException.class);
        }
        Await.until("it is out", () -> breaker().state() == State.OUT);
    }

    @Test
    void howeverWellItDidNoMoreThanFourThreadsAreLost() throws Exception {
        loseThreads();
        assertThat(hung.inside()).isEqualTo(Circuit.MOST_LOST);
        assertThat(breaker().abandoned()).isEqualTo(Circuit.MOST_LOST);
        assertThat(breaker().reason()).startsWith("it is out since ").contains("did not come back");
    }

    @Test
    void whenTheLostAreBackItIsTriedAgain() throws Exception {
        loseThreads();
        hung.close();
        Await.until("it is one that failed", () -> breaker().state() == State.OPEN);
        assertThat(breaker().abandoned()).isZero();
        clock.advance(Duration.ofMinutes(1));
        limits = limits(LONG, LONG);
        assertThat(guard().call("x", () -> true)).isTrue();
        assertThat(breaker().state()).isEqualTo(State.CLOSED);
    }

    private void hasPlaces(int asked, int places) throws Exception {
        limited(LONG, LONG);
        seats.fill(Runnable.class, "plug", "plug.part", "asks for " + asked, () -> {}, Map.of(Seat.PLACES, asked));
        didWell();
        List<Future<?>> calls = hangAtOnce(16);
        Await.until("all places are taken", () -> hung.inside() == places);
        calls.forEach(call -> call.cancel(true));
        hung.close();
    }

    @Test
    void whoAsksForMorePlacesHasThem() throws Exception {
        hasPlaces(6, 6);
    }

    @Test
    void nobodyHasMorePlacesThanAnAdministratorGives() throws Exception {
        hasPlaces(1000, 8);
    }

    @Test
    void whatAVersionWasCalledForGoesOnWhenItIsSeatedAgain() throws Exception {
        Guard before = guard();
        Future<Boolean> call = callers.submit(() -> before.call("x", () -> {
            hung.hang();
            return true;
        }));
        hung.awaitEntered();
        fill("2");
        fill("1");
        assertThat(guard()).isNotSameAs(before);
        assertThat(guards.breakers()).extracting(Breaker::version).containsExactly("1");
        assertThatThrownBy(() -> before.call("x", () -> true)).isInstanceOf(GoneException.class);
        assertThat(guard().call("x", () -> true)).isTrue();
        hung.close();
        assertThat(call.get(120, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatFailedAndIsStartedAnewEndsItsFormerCalls() throws Exception {
        Guard before = guard();
        Future<Boolean> call = callers.submit(() -> before.call("x", () -> {
            hung.hang();
            return true;
        }));
        hung.awaitEntered();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> before.call("y", failing(new IllegalStateException())))
                    .isInstanceOf(IllegalStateException.class);
        }
        seats.empty("plug");
        fill("1");
        assertThat(guard()).isNotSameAs(before);
        hung.close();
        assertThat(call.get(120, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoIsStartedAnewBeginsWithoutAPast() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> guard().call("x", failing(new IllegalStateException())))
                    .isInstanceOf(IllegalStateException.class);
        }
        seats.empty("plug");
        assertThat(guards.breakers()).isEmpty();
        fill("1");
        assertThat(guard().call("x", () -> true)).isTrue();
        assertThat(breaker().failures()).isZero();
    }

    @Test
    void nobodyWaitsForAPlaceOnceTheBreakerIsOpen() throws Exception {
        for (int i = 0; i < Places.FIRST; i++) {
            callers.submit(() -> guard().call("x", () -> {
                hung.hang();
                return true;
            }));
        }
        Await.until("all places are taken", () -> hung.inside() == Places.FIRST);
        limits = new GuardLimits(LONG, LONG, Places.FIRST, Places.FIRST, 3, Duration.ofSeconds(10), LONG);
        assertThatThrownBy(() -> guard().call("x", () -> true))
                .isInstanceOf(NotCalledException.class)
                .hasMessage("too many calls are in it");
    }

    @Test
    void whoeverStopsWaitingInterruptsTheCall() throws Exception {
        Future<?> call = callers.submit(() -> guard().call("x", () -> {
            hung.hang();
            return true;
        }));
        hung.awaitEntered();
        call.cancel(true);
        Await.until("nobody hangs", () -> hung.inside() == 0);
        Await.until("it is not counted", () -> breaker().calls() == 1);
        assertThat(breaker().failures()).isZero();
    }

    @Test
    void closingEndsItsThreads() throws Exception {
        Thread worker = guard().call("x", Thread::currentThread);
        guards.close();
        Await.until("its thread has ended", () -> !worker.isAlive());
        assertThatThrownBy(() -> guard().call("x", () -> true)).isInstanceOf(NotCalledException.class);
    }
}
