package org.posthouse.tck.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.Recipient;
import org.posthouse.spi.filter.Filter;
import org.posthouse.spi.filter.Judgement;
import org.posthouse.spi.filter.Mail;
import org.posthouse.spi.filter.Opinion;
import org.posthouse.testkit.FakeMail;

/** What every filter promises, whatever it is for. Implement it in a test class of the filter. */
public interface FilterContract {
    /** The filter with its default configuration. */
    Filter filter() throws Exception;

    @Test
    default void everyStageGivesAJudgementForAnOrdinaryMail() throws Exception {
        Filter filter = filter();
        for (Judgement judgement : judge(filter, ordinary())) {
            assertThat(judgement).isNotNull();
            assertThat(judgement.opinions()).doesNotContainNull();
        }
    }

    @Test
    default void aMailOfWhichLittleIsKnownIsNoFault() throws Exception {
        Filter filter = filter();
        Mail bounce = mail(Optional.empty(), Envelope.builder("").build(), "");
        assertThat(judge(filter, bounce)).doesNotContainNull();
        Envelope toPostmaster = Envelope.builder("Q1")
                .recipient(Recipient.of(new Address("postmaster", "")))
                .build();
        Mail odd = mail(Optional.of(""), toPostmaster, "\r\n\r\n\r\n: \u0000\ud83d\r\n");
        assertThat(judge(filter, odd)).doesNotContainNull();
    }

    @Test
    default void theSameMailIsJudgedTheSameAgain() throws Exception {
        Filter filter = filter();
        assertThat(judge(filter, ordinary())).isEqualTo(judge(filter, ordinary()));
    }

    @Test
    default void manyMailsAreJudgedAtTheSameTime() throws Exception {
        Filter filter = filter();
        List<Judgement> alone = judge(filter, ordinary());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<List<Judgement>>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                calls.add(() -> judge(filter, ordinary()));
            }
            for (Future<List<Judgement>> answer : threads.invokeAll(calls)) {
                assertThat(answer.get()).isEqualTo(alone);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    default void relayIsNotPermittedByDefault() throws Exception {
        assertThat(judge(filter(), ordinary()).stream().flatMap(judgement -> judgement.opinions().stream()))
                .noneMatch(Opinion.PermitRelay.class::isInstance);
    }

    @Test
    default void theEndOfAMailIsHeardWithoutFault() throws Exception {
        Filter filter = filter();
        assertThatCode(() -> filter.concluded(ordinary(), new Filter.Conclusion(true, Optional.of("Q1"), 250)))
                .doesNotThrowAnyException();
        assertThatCode(() -> filter.concluded(ordinary(), new Filter.Conclusion(false, Optional.empty(), 550)))
                .doesNotThrowAnyException();
    }

    @Test
    default void aMailIsJudgedWellWithinItsTime() throws Exception {
        Filter filter = filter();
        Mail mail = ordinary();
        judge(filter, mail);
        long begin = System.nanoTime();
        judge(filter, mail);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(mail.timeLeft());
    }

    private static List<Judgement> judge(Filter filter, Mail mail) throws Exception {
        Recipient recipient = mail.envelope().recipients().stream()
                .findFirst()
                .orElse(Recipient.of(new Address("kate", "school.edu")));
        return List.of(
                filter.connect(mail),
                filter.helo(mail),
                filter.reversePath(mail),
                filter.recipient(mail, recipient),
                filter.message(mail));
    }

    private static Mail ordinary() {
        Envelope envelope = Envelope.builder("Q1")
                .reversePath(new Address("ron", "example.com"))
                .recipient(Recipient.of(new Address("kate", "school.edu")))
                .build();
        return mail(
                Optional.of("client.example"),
                envelope,
                "From: ron@example.com\r\nTo: kate@school.edu\r\nSubject: lunch\r\n\r\nAt noon?\r\n");
    }

    private static Mail mail(Optional<String> helo, Envelope envelope, String message) {
        FakeMail mail = new FakeMail().envelope(envelope).message(message);
        return helo.map(mail::helo).orElse(mail);
    }
}
