package org.posthouse.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.pipeline.Via;
import org.posthouse.spi.filter.Filter;
import org.posthouse.spi.filter.Judgement;
import org.posthouse.testkit.Await;
import org.posthouse.testkit.Hung;

class AbsenceTest {
    private static final Judgement REJECT = Judgement.builder().reject("no").done();

    private static FilterCalls calls(Duration deadline) {
        return new FilterCalls(new CurrentSettings(Bench.settings(deadline, Duration.ZERO)));
    }

    private static Bench bench() {
        return new Bench();
    }

    @Test
    void mailPassesAFilterThatIsAway() throws MailException {
        try (Bench bench = bench()) {
            bench.filter("f", "1", new ScriptedFilter());
            bench.seats.empty("f");
            assertThat(bench.intake.connect(bench.client, Via.MX).code()).isEqualTo(220);
            assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(250);
            assertThat(bench.trace.lines()).contains("connect f  passed: it is away", "message f  passed: it is away");
        }
    }

    @Test
    void mailIsPutOffWhileAFilterIsAwayThatSaysSo() throws MailException {
        try (Bench bench = bench()) {
            bench.filter("f", "1", new ScriptedFilter(), Filter.ON_ABSENCE, "defer");
            String mail = bench.mail();
            bench.rcpt(mail, "kate@school.edu");
            bench.seats.empty("f");
            bench.seats.shutGates();
            assertThat(bench.rcpt(mail, "ron@school.edu").toString()).startsWith("451 4.3.0");
            assertThat(bench.data(mail, Bench.MESSAGE).get(0).toString()).startsWith("451 4.3.0");
            assertThat(bench.begin("a@b.example").reply().toString()).startsWith("451 4.3.0");
            assertThat(bench.intake.connect(bench.client, Via.MX).toString()).startsWith("421 4.3.0");
            assertThat(bench.intake.helo(bench.client, Via.MX, "x").toString()).startsWith("451 4.3.0");
            assertThat(bench.queue.mails).isEmpty();
        }
    }

    @Test
    void aFilterThatIsSwitchedOffIsNotMissed() throws MailException {
        try (Bench bench = bench()) {
            bench.filter("f", "1", new ScriptedFilter(), Filter.ON_ABSENCE, "defer");
            bench.seats.expect("f", false);
            bench.seats.empty("f");
            assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(250);
            assertThat(bench.trace.lines()).hasSize(1);
        }
    }

    @Test
    void aMailWaitsForAFilterThatComesWithinItsGrace() throws Exception {
        ExecutorService client = Executors.newSingleThreadExecutor();
        try (Bench bench = new Bench(Bench.settings(Duration.ofSeconds(20), Duration.ofSeconds(20)))) {
            bench.filter("f", "1", new ScriptedFilter());
            bench.seats.empty("f");
            Future<?> begun = client.submit(() -> bench.begin("a@b.example"));
            ScriptedFilter next = new ScriptedFilter().at(Stage.REVERSE_PATH, REJECT);
            CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS, (Executor) Runnable::run)
                    .execute(() -> bench.filter("f", "2", next));
            assertThat(begun.get(15, TimeUnit.SECONDS).toString()).contains("550 5.7.1 no");
        } finally {
            client.shutdownNow();
        }
    }

    @Test
    void whatAFilterThrowsIsItsFailureNotTheMails() throws MailException {
        ScriptedFilter.Line[] failures = {
            mail -> {
                throw new IllegalStateException("broken");
            },
            mail -> {
                throw new NoClassDefFoundError("gone/Missing");
            },
            mail -> {
                throw new StackOverflowError();
            },
            mail -> null
        };
        for (ScriptedFilter.Line failure : failures) {
            try (Bench bench = bench()) {
                bench.filter(
                        "f",
                        "1",
                        new ScriptedFilter().at(Stage.REVERSE_PATH, failure).at(Stage.MESSAGE, failure));
                assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(250);
                assertThat(bench.trace.lines()).contains("message f  passed: it failed");
                bench.filter("f", "2", new ScriptedFilter().at(Stage.MESSAGE, failure), Filter.ON_ABSENCE, "defer");
                assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(451);
            }
        }
    }

    @Test
    void aFilterThatHangsIsInterruptedAtItsDeadline() throws MailException {
        try (Bench bench = new Bench(Bench.settings(Duration.ofMillis(100), Duration.ofMillis(20)));
                Hung hung = new Hung()) {
            bench.filter("f", "1", new ScriptedFilter().at(Stage.MESSAGE, mail -> {
                        hung.hang();
                        return REJECT;
                    }));
            assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(250);
            Await.until("nobody hangs", () -> hung.inside() == 0);
            assertThat(bench.trace.lines()).contains("message f 1 failed: OverdueException");
        }
    }

    @Test
    void aFilterThatIgnoresItsInterruptionIsOutAfterFourThreadsUntilItIsReplaced() throws MailException {
        try (Bench bench = new Bench(Bench.settings(Duration.ofMillis(50), Duration.ofMillis(20)));
                Hung hung = new Hung()) {
            ScriptedFilter stubborn = new ScriptedFilter().at(Stage.MESSAGE, mail -> {
                hung.hangStubbornly();
                return REJECT;
            });
            bench.filter("f", "1", stubborn, Filter.STAGES, "message");
            for (int i = 0; i < 7; i++) {
                assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(250);
            }
            // A thread that got no processor in time has been given up before it began.
            Await.until("as many hang as are given up", () -> hung.inside() == Lane.MAX_ABANDONED);
            assertThat(bench.trace.lines()).contains("message f  passed: it hangs");
            bench.filter("f", "2", new ScriptedFilter().at(Stage.MESSAGE, REJECT), Filter.STAGES, "message");
            assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(550);
        }
    }

    @Test
    void aQuickFilterRunsOnItsCallersThreadAndIsWatchedThere() throws Exception {
        try (FilterCalls calls = calls(Duration.ofMillis(100));
                Hung hung = new Hung()) {
            Lane lane = new Lane("1", 4);
            for (int i = 0; i < 30; i++) {
                calls.call(lane, () -> true);
            }
            Thread caller = calls.call(lane, Thread::currentThread);
            assertThat(caller).isSameAs(Thread.currentThread());
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> calls.call(lane, () -> {
                        hung.hang();
                        return true;
                    })))
                    .isInstanceOf(InterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void moreCallsAtATimeThanMayBeLostRunElsewhere() throws Exception {
        ExecutorService callers = Executors.newCachedThreadPool();
        try (FilterCalls calls = calls(Duration.ofSeconds(30));
                Hung hung = new Hung()) {
            Lane lane = new Lane("1", 4);
            for (int i = 0; i < 30; i++) {
                calls.call(lane, () -> true);
            }
            for (int i = 0; i < Lane.MAX_ABANDONED; i++) {
                callers.submit(() -> calls.call(lane, () -> {
                    hung.hang();
                    return true;
                }));
            }
            Await.until("all hang", () -> hung.inside() == Lane.MAX_ABANDONED);
            Thread elsewhere = calls.call(lane, Thread::currentThread);
            assertThat(elsewhere.getName()).startsWith("posthouse-filter-");
        } finally {
            callers.shutdownNow();
        }
    }
}
