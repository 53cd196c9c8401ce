package org.posthouse.lib.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.api.plugin.Breaker.State;
import org.posthouse.testkit.FakeClock;

class CircuitTest {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final FakeClock clock = new FakeClock();
    private final List<State> told = new ArrayList<>();
    private final Circuit circuit = new Circuit(
            () -> new GuardLimits(
                    Duration.ofSeconds(30), Duration.ofSeconds(10), 16, 16, 3, WAIT, Duration.ofSeconds(35)),
            clock,
            turned -> told.add(turned.facts().state()));

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            circuit.failed(circuit.admit("message").orElseThrow(), "it broke");
        }
    }

    private void pass(int times) {
        for (int i = 0; i < times; i++) {
            circuit.passed(circuit.admit("message").orElseThrow());
        }
    }

    @Test
    void itOpensAfterSoManyFailuresInARow() {
        pass(50);
        fail(2);
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
        fail(1);
        assertThat(circuit.state()).isEqualTo(State.OPEN);
        assertThat(circuit.admit("message")).isEmpty();
        assertThat(circuit.facts().lastFailure()).isEqualTo("it broke");
        assertThat(told).containsExactly(State.OPEN);
    }

    @Test
    void itOpensWhenHalfOfTheCallsFail() {
        for (int i = 0; i < 5; i++) {
            fail(1);
            pass(1);
        }
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
        fail(1);
        assertThat(circuit.state()).isEqualTo(State.OPEN);
    }

    @Test
    void aFailureNowAndThenIsBorne() {
        for (int i = 0; i < 100; i++) {
            fail(2);
            pass(4);
        }
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
        assertThat(circuit.facts().failures()).isEqualTo(200);
    }

    @Test
    void afterItsWaitOneCallTriesAndClosesIt() {
        fail(3);
        assertThat(circuit.admit("helo")).isEmpty();
        clock.advance(WAIT.minusMillis(1));
        assertThat(circuit.admit("message")).isEmpty();
        clock.advance(Duration.ofMillis(1));
        Ticket probe = circuit.admit("message").orElseThrow();
        assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
        assertThat(circuit.admit("message")).isEmpty();
        circuit.passed(probe);
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
        assertThat(told).containsExactly(State.OPEN, State.CLOSED);
        fail(2);
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void eachTrialThatFailsDoublesTheWaitUpToALimitAndIsNotToldAgain() {
        fail(3);
        for (int seconds : new int[] {10, 20, 35, 35}) {
            clock.advance(Duration.ofSeconds(seconds - 1));
            assertThat(circuit.admit("message")).isEmpty();
            clock.advance(Duration.ofSeconds(1));
            fail(1);
            assertThat(circuit.state()).isEqualTo(State.OPEN);
        }
        assertThat(circuit.facts().since()).isEqualTo(FakeClock.START);
        assertThat(told).containsExactly(State.OPEN);
    }

    @Test
    void whoFailsAgainSoonWaitsLonger() {
        fail(3);
        clock.advance(WAIT);
        pass(1);
        fail(3);
        clock.advance(WAIT);
        assertThat(circuit.admit("message")).isEmpty();
        clock.advance(WAIT);
        pass(1);
        clock.advance(Duration.ofMinutes(1));
        fail(3);
        clock.advance(WAIT);
        assertThat(circuit.admit("message")).isPresent();
    }

    @Test
    void whatBeganBeforeDecidesNothingAfter() {
        Ticket early = circuit.admit("message").orElseThrow();
        fail(3);
        circuit.passed(early);
        assertThat(circuit.state()).isEqualTo(State.OPEN);
        clock.advance(WAIT);
        Ticket probe = circuit.admit("message").orElseThrow();
        circuit.failed(early, "late");
        assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
        circuit.passed(probe);
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void aTrialThatWasNotMadeIsMadeByTheNext() {
        fail(3);
        clock.advance(WAIT);
        circuit.undecided(circuit.admit("message").orElseThrow());
        assertThat(circuit.state()).isEqualTo(State.OPEN);
        assertThat(circuit.admit("message")).isPresent();
    }

    @Test
    void withFourThreadsLostItIsOutUntilTheyAreBack() {
        for (int i = 0; i < 3; i++) {
            circuit.lost();
        }
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
        circuit.found();
        circuit.lost();
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
        circuit.lost();
        assertThat(circuit.state()).isEqualTo(State.OUT);
        circuit.found();
        clock.advance(Duration.ofDays(1));
        assertThat(circuit.admit("message")).isEmpty();
        assertThat(circuit.facts().lost()).isEqualTo(3);
        assertThat(told).containsExactly(State.OUT);
    }

    @Test
    void whoseThreadsAreAllBackIsTriedAgain() {
        for (int i = 0; i < 4; i++) {
            circuit.lost();
        }
        for (int i = 0; i < 4; i++) {
            assertThat(circuit.state()).isEqualTo(State.OUT);
            circuit.found();
        }
        assertThat(circuit.state()).isEqualTo(State.OPEN);
        clock.advance(WAIT.multipliedBy(2));
        pass(1);
        assertThat(told).containsExactly(State.OUT, State.OPEN, State.CLOSED);
    }

    @Test
    void aClockThatIsSetBackMakesNobodyWait() {
        fail(3);
        clock.set(FakeClock.START.minus(Duration.ofDays(1)));
        assertThat(circuit.admit("message")).isPresent();
    }

    @Test
    void eachKindOfCallFailsForItself() {
        for (int i = 0; i < 3; i++) {
            circuit.passed(circuit.admit("helo").orElseThrow());
            fail(1);
        }
        assertThat(circuit.state()).isEqualTo(State.OPEN);
    }

    @Test
    void theKindThatFailedIsTriedAndAnotherOnlyIfItDoesNotCome() {
        fail(3);
        clock.advance(WAIT.multipliedBy(2).minusMillis(1));
        assertThat(circuit.admit("helo")).isEmpty();
        circuit.undecided(circuit.admit("message").orElseThrow());
        clock.advance(Duration.ofMillis(1));
        assertThat(circuit.admit("helo")).isEmpty();
        clock.advance(WAIT);
        assertThat(circuit.admit("helo")).isPresent();
    }
}
