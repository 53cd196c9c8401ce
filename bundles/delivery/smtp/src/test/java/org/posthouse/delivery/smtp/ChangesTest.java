package org.posthouse.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.Outcome;

/** Settings change, and delivery ends, while mail is under way. */
class ChangesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);
    private FakeHost host;
    private Scene scene;

    @BeforeEach
    void start() throws Exception {
        host = new FakeHost("127.0.0.11");
        scene = new Scene(host.port());
        scene.dns.mx("school.edu", 10, "mx.school.edu").host("mx.school.edu", "127.0.0.11");
    }

    @AfterEach
    void stop() throws IOException {
        answers.countDown();
        scene.close();
        host.close();
    }

    /** It is under way until {@code answers}, where the host is asked this. */
    private CompletableFuture<List<Outcome>> sendingUntil(String command) throws InterruptedException {
        host.says(line -> {
            if (line.startsWith(command)) {
                asked.countDown();
                waitForAnswers();
            }
            return "";
        });
        scene.agent();
        CompletableFuture<List<Outcome>> sending = CompletableFuture.supplyAsync(() -> send("kate@school.edu"));
        assertThat(asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return sending;
    }

    private void waitForAnswers() {
        try {
            assertThat(answers.await(120, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Outcome> send(String... recipients) {
        try {
            return scene.send("Subject: x\r\n\r\nx\r\n", recipients);
        } catch (MailException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String status(CompletableFuture<List<Outcome>> sending) throws Exception {
        return Scene.status(sending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    private static void nobodyIsLeft() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("posthouse-smtp-watch")));
    }

    @Test
    void otherSettingsBreakOffNothingAndHoldForTheNextMail() throws Exception {
        CompletableFuture<List<Outcome>> sending = sendingUntil(".");
        scene.recipients = 1;
        scene.agent().change(scene.settings());
        answers.countDown();
        assertThat(status(sending)).isEqualTo("2.0.0");
        assertThat(send("kate@school.edu", "ron@school.edu"))
                .allMatch(outcome -> outcome.status().success());
        assertThat(host.mails()).extracting(mail -> mail.to().size()).containsExactly(1, 1, 1);
        assertThat(host.connections())
                .as("what began by other settings is not kept")
                .isEqualTo(2);
    }

    @Test
    void otherSettingsEndWhatWaitsForTheNextMail() throws Exception {
        send("kate@school.edu");
        assertThat(host.lines()).doesNotContain("QUIT");
        scene.agent().change(scene.settings());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(host.lines()).endsWith("QUIT"));
    }

    @Test
    void aMailThatHasBeenSentIsWaitedForWhenDeliveryEnds() throws Exception {
        CompletableFuture<List<Outcome>> sending = sendingUntil(".");
        scene.close();
        answers.countDown();
        assertThat(status(sending)).isEqualTo("2.0.0");
        assertThat(host.mails()).hasSize(1);
        nobodyIsLeft();
    }

    @Test
    void aMailThatHasNotBeenSentIsBrokenOffWhenDeliveryEnds() throws Exception {
        CompletableFuture<List<Outcome>> sending = sendingUntil("RCPT");
        scene.close();
        assertThat(status(sending)).isEqualTo("4.4.2");
        nobodyIsLeft();
    }
}
