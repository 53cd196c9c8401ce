package org.posthouse.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.pipeline.Intake;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Breaker.State;
import org.posthouse.spi.filter.Filter;
import org.posthouse.spi.filter.Judgement;
import org.posthouse.spi.filter.Mail;
import org.posthouse.testkit.Await;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.Hung;

class BreakerTest {
    private static final Judgement REJECT = Judgement.builder().reject("no").done();
    private static final ScriptedFilter.Line BROKEN = mail -> {
        throw new IllegalStateException("broken");
    };

    /** What a misbehaving plug-in may do that is no exception. */
    private static final class StrangeError extends Error {
        private static final long serialVersionUID = 1;
    }

    private static Bench hasty() {
        return new Bench(Bench.settings(Duration.ofMillis(50), Duration.ofMillis(20)));
    }

    private static Breaker breaker(Bench bench, String plugin) {
        return bench.intake.breakers().stream()
                .filter(each -> each.plugin().equals(plugin))
                .findFirst()
                .orElseThrow();
    }

    private static void messageFilter(Bench bench, String name, ScriptedFilter.Line line, String... properties) {
        String[] all = new String[properties.length + 2];
        all[0] = Filter.STAGES;
        all[1] = "message";
        System.arraycopy(properties, 0, all, 2, properties.length);
        bench.filter(name, "1", new ScriptedFilter().at(Stage.MESSAGE, line), all);
    }

    private static void send(Bench bench, int mails) throws MailException {
        for (int i = 0; i < mails; i++) {
            assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(250);
        }
    }

    @Test
    void aFilterThatFailsIsNotAskedForAWhileAndTriedAgain() throws MailException {
        try (Bench bench = new Bench()) {
            AtomicBoolean broken = new AtomicBoolean(true);
            AtomicInteger asked = new AtomicInteger();
            messageFilter(bench, "f", mail -> {
                asked.incrementAndGet();
                return broken.get() ? BROKEN.say(mail) : REJECT;
            });
            send(bench, 5);
            assertThat(asked.get()).isEqualTo(3);
            assertThat(breaker(bench, "f").state()).isEqualTo(State.OPEN);
            assertThat(bench.intake.order()).extracting(Intake.Step::state).containsExactly("failing");
            assertThat(bench.trace.steps())
                    .filteredOn(step -> step.verdict().startsWith("passed: "))
                    .isNotEmpty()
                    .allMatch(step -> step.version().equals("1"));
            assertThat(bench.trace.lines())
                    .anyMatch(
                            line -> line.startsWith(
                                    "message f 1 passed: its breaker is open since 2026-01-05T08:00:00Z: it threw IllegalState"));
            broken.set(false);
            bench.clock.advance(Duration.ofSeconds(10));
            assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(550);
            assertThat(breaker(bench, "f").state()).isEqualTo(State.CLOSED);
        }
    }

    @Test
    void everyWayToFailOpensTheBreaker() throws MailException {
        List<ScriptedFilter.Line> ways = List.of(
                BROKEN,
                mail -> null,
                mail -> {
                    throw new StackOverflowError();
                },
                mail -> {
                    throw new NoClassDefFoundError("gone/Missing");
                },
                mail -> {
                    throw new LinkageError();
                },
                mail -> {
                    throw new OutOfMemoryError("as if");
                },
                mail -> {
                    throw new InterruptedException("as if");
                },
                mail -> {
                    throw new StrangeError();
                },
                BreakerTest::tooDeep);
        for (ScriptedFilter.Line way : ways) {
            try (Bench bench = new Bench()) {
                messageFilter(bench, "f", way);
                messageFilter(bench, "other", mail -> Judgement.none());
                send(bench, 4);
                assertThat(breaker(bench, "f").state()).isEqualTo(State.OPEN);
                assertThat(breaker(bench, "other").calls()).isGreaterThanOrEqualTo(4);
                assertThat(breaker(bench, "other").failures()).isZero();
            }
        }
    }

    private static Judgement tooDeep(Mail mail) {
        return mail.timeLeft().isNegative() ? Judgement.none() : tooDeep(mail);
    }

    @Test
    void whoInterruptsItsOwnThreadHasNotInterruptedTheMail() throws MailException {
        try (Bench bench = new Bench()) {
            ScriptedFilter.Line interrupting = mail -> {
                Thread.currentThread().interrupt();
                return Judgement.none();
            };
            ScriptedFilter filter =
                    new ScriptedFilter().at(Stage.RECIPIENT, interrupting).at(Stage.MESSAGE, interrupting);
            bench.filter("f", "1", filter, Filter.STAGES, "recipient,message");
            for (int i = 0; i < 40; i++) {
                send(bench, 1);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
            assertThat(breaker(bench, "f").failures()).isZero();
        }
    }

    @Test
    void briefStagesAreGuardedToo() throws MailException {
        try (Bench bench = new Bench()) {
            bench.filter("f", "1", new ScriptedFilter().at(Stage.RECIPIENT, BROKEN), Filter.STAGES, "recipient");
            send(bench, 5);
            assertThat(breaker(bench, "f").calls()).isGreaterThanOrEqualTo(3);
            assertThat(breaker(bench, "f").state()).isEqualTo(State.OPEN);
        }
    }

    @Test
    void mailIsPutOffOrHeldIfTheFilterSaysSo() throws MailException {
        try (Bench bench = new Bench()) {
            messageFilter(bench, "f", BROKEN, Filter.ON_FAILURE, "defer");
            for (int i = 0; i < 4; i++) {
                assertThat(bench.send(Bench.MESSAGE).toString()).startsWith("451 4.3.0");
            }
            assertThat(bench.queue.mails).isEmpty();
        }
        try (Bench bench = new Bench()) {
            messageFilter(bench, "f", BROKEN, Filter.ON_FAILURE, "hold", Filter.ON_ABSENCE, "defer");
            send(bench, 4);
            assertThat(bench.queue.mails).hasSize(4).allMatch(mail -> mail.notBefore()
                    .equals(Instant.MAX));
            assertThat(bench.trace.lines()).contains("message f 1 hold: it failed");
            assertThat(bench.trace.lines()).anyMatch(line -> line.startsWith("message f 1 hold: its breaker is open"));
            assertThat(bench.trace.lines()).anyMatch(line -> line.startsWith("accepted ") && line.endsWith(" hold"));
        }
    }

    @Test
    void theAdministratorSaysWhatBecomesOfMailOfAFailingFilter() throws MailException {
        MissedRules rules = MissedRules.of(new String[0], new String[] {"f=defer"});
        try (Bench bench = new Bench(Bench.settings(Duration.ofSeconds(20), Duration.ZERO, rules))) {
            messageFilter(bench, "org.example.f", BROKEN, Filter.ON_FAILURE, "pass");
            assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(451);
            assertThat(bench.intake.order()).extracting(Intake.Step::onFailure).containsExactly("defer");
            assertThat(bench.intake.order()).extracting(Intake.Step::onAbsence).containsExactly("pass");
        }
    }

    @Test
    void aFilterIsNamedByAnyEndOfItsNameAndTheNearestCounts() {
        MissedRules rules = MissedRules.of(
                new String[] {"filter=pass", "naughty.filter=defer", "ty.filter=hold"}, new String[] {"absent=hold"});
        try (Bench bench = new Bench(Bench.settings(Duration.ofSeconds(20), Duration.ZERO, rules))) {
            messageFilter(bench, "org.example.naughty.filter", BROKEN);
            messageFilter(bench, "org.example.other.filter", BROKEN);
            assertThat(bench.intake.order()).extracting(Intake.Step::onAbsence).containsExactly("defer", "pass");
            assertThat(rules.strangers(List.of("org.example.naughty.filter")))
                    .containsExactlyInAnyOrder("absent", "ty.filter");
        }
    }

    @Test
    void aFilterThatSleepsIsInterruptedAtItsDeadline() throws MailException {
        try (Bench bench = hasty();
                Hung hung = new Hung()) {
            messageFilter(bench, "f", mail -> {
                hung.hang();
                return REJECT;
            });
            send(bench, 1);
            Await.until("nobody hangs", () -> hung.inside() == 0);
            assertThat(bench.trace.lines()).contains("message f 1 failed: OverdueException");
        }
    }

    @Test
    void aFilterThatIgnoresItsInterruptionIsOutAfterFourThreadsUntilItIsReplaced() throws MailException {
        try (Bench bench = hasty();
                Hung hung = new Hung()) {
            messageFilter(bench, "f", mail -> {
                hung.hangStubbornly();
                return REJECT;
            });
            // An open breaker is tried again and again: each trial is lost.
            Await.until("it is out", () -> {
                bench.clock.advance(Duration.ofMinutes(1));
                try {
                    send(bench, 1);
                } catch (MailException e) {
                    throw new AssertionError(e);
                }
                return breaker(bench, "f").state() == State.OUT;
            });
            assertThat(breaker(bench, "f").abandoned()).isEqualTo(4);
            Await.until("as many hang as are given up", () -> hung.inside() == 4);
            send(bench, 1);
            assertThat(bench.intake.order()).extracting(Intake.Step::state).containsExactly("out");
            assertThat(bench.trace.lines()).anyMatch(line -> line.startsWith("message f 1 passed: it is out since "));
            bench.filter("f", "2", new ScriptedFilter(), Filter.STAGES, "message");
            assertThat(bench.intake.order()).extracting(Intake.Step::state).containsExactly("live");
        }
    }

    @Test
    void ofManyMailsInAFilterThatDidWellAndHangsFourThreadsAreLostAndPolicySpeaksForAll() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try (Bench bench = new Bench(Bench.settings(Duration.ofMillis(500), Duration.ofMillis(20)));
                Hung hung = new Hung()) {
            AtomicBoolean well = new AtomicBoolean(true);
            messageFilter(bench, "f", mail -> {
                if (!well.get()) {
                    hung.hangStubbornly();
                }
                return Judgement.none();
            });
            send(bench, 1000);
            well.set(false);
            List<Future<Integer>> mails = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                mails.add(clients.submit(() -> bench.sendBy(new FakeClient()).code()));
            }
            for (Future<Integer> mail : mails) {
                assertThat(mail.get(120, TimeUnit.SECONDS)).isEqualTo(250);
            }
            // Those who came first may have opened its breaker before the fourth was in it.
            Await.until("it is out", () -> {
                bench.clock.advance(Duration.ofMinutes(1));
                try {
                    send(bench, 1);
                } catch (MailException e) {
                    throw new AssertionError(e);
                }
                return breaker(bench, "f").state() == State.OUT;
            });
            assertThat(breaker(bench, "f").abandoned()).isEqualTo(4);
            assertThat(hung.inside()).isEqualTo(4);
            assertThat(breaker(bench, "f").reason()).startsWith("it is out since ");
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void aFilterThatTakesItsTimeJudgesEveryMailHoweverManyWait() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try (Bench bench = new Bench()) {
            CountDownLatch never = new CountDownLatch(1);
            messageFilter(bench, "f", mail -> {
                return never.await(2100, TimeUnit.MILLISECONDS) ? Judgement.none() : REJECT;
            });
            List<Future<Integer>> mails = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                mails.add(clients.submit(() -> bench.sendBy(new FakeClient()).code()));
            }
            for (Future<Integer> mail : mails) {
                assertThat(mail.get(120, TimeUnit.SECONDS)).isEqualTo(550);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void whatIsToldOfTheEndOfAMailIsGuardedAsWell() throws MailException {
        try (Bench bench = new Bench()) {
            bench.filter(
                    "f",
                    "1",
                    new Filter() {
                        @Override
                        public void concluded(Mail mail, Conclusion conclusion) {
                            throw new IllegalStateException("broken");
                        }
                    },
                    Filter.STAGES,
                    "message");
            send(bench, 20);
            Await.until("it has failed to hear", () -> breaker(bench, "f").failures() >= 3);
        }
    }

    @Test
    void theBreakersOfThoseWhoHaveGoneAreNotShown() throws MailException {
        try (Bench bench = new Bench()) {
            messageFilter(bench, "f", BROKEN);
            send(bench, 1);
            assertThat(bench.intake.breakers()).hasSize(1);
            bench.seats.remove("f");
            assertThat(bench.intake.breakers()).isEmpty();
        }
    }
}
