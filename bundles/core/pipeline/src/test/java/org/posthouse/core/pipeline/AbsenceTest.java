package org.posthouse.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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

class AbsenceTest {
    private static final Judgement REJECT = Judgement.builder().reject("no").done();

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
    void mailIsHeldForAFilterThatIsAwayIfItSaysSo() throws MailException {
        try (Bench bench = bench()) {
            bench.filter("f", "1", new ScriptedFilter(), Filter.ON_ABSENCE, "hold");
            bench.seats.empty("f");
            assertThat(bench.intake.connect(bench.client, Via.MX).code()).isEqualTo(220);
            assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(250);
            assertThat(bench.queue.mails.get(0).notBefore()).isEqualTo(Instant.MAX);
            assertThat(bench.trace.lines()).contains("message f  hold: it is away");
        }
    }

    @Test
    void mailIsNotHeldForAFilterThatCameBackAndJudgedItAll() throws MailException {
        try (Bench bench = bench()) {
            bench.filter("f", "1", new ScriptedFilter(), Filter.ON_ABSENCE, "hold");
            bench.seats.empty("f");
            String mail = bench.mail();
            bench.rcpt(mail, "kate@school.edu");
            bench.filter("f", "2", new ScriptedFilter(), Filter.ON_ABSENCE, "hold");
            assertThat(bench.data(mail, Bench.MESSAGE).get(0).code()).isEqualTo(250);
            assertThat(bench.queue.mails.get(0).notBefore()).isNotEqualTo(Instant.MAX);
        }
    }

    @Test
    void whatTheAdministratorSaysGoesBeforeWhatTheFilterSays() throws MailException {
        MissedRules rules = MissedRules.of(new String[] {"f=pass", "g=never", "=defer"}, new String[0]);
        assertThat(rules.away()).containsOnly(Map.entry("f", Missed.PASS), Map.entry("g", Missed.DEFER));
        try (Bench bench = new Bench(Bench.settings(Duration.ofSeconds(20), Duration.ZERO, rules))) {
            bench.filter("org.example.f", "1", new ScriptedFilter(), Filter.ON_ABSENCE, "defer");
            bench.filter("org.example.g", "1", new ScriptedFilter(), Filter.ON_ABSENCE, "defer", Filter.STAGES, "helo");
            bench.seats.empty("org.example.f");
            assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(250);
            bench.seats.empty("org.example.g");
            assertThat(bench.intake.helo(bench.client, Via.MX, "x").code()).isEqualTo(451);
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
            assertThat(begun.get(120, TimeUnit.SECONDS).toString()).contains("550 5.7.1 no");
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
                assertThat(bench.trace.lines()).contains("message f 1 passed: it failed");
                bench.filter("f", "2", new ScriptedFilter().at(Stage.MESSAGE, failure), Filter.ON_ABSENCE, "defer");
                assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(451);
            }
        }
    }
}
