package org.posthouse.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Status;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Breaker.State;
import org.posthouse.api.queue.Outcome;
import org.posthouse.spi.delivery.Delivery;
import org.posthouse.spi.delivery.DeliveryAgent;
import org.posthouse.tck.queue.QueueHouse;
import org.posthouse.testkit.Await;
import org.posthouse.testkit.Hung;

/** A delivery agent that misbehaves: the queue keeps its mail, and what goes elsewhere goes on. */
class FailingAgentTest {
    private static final String LOCAL = QueueHouse.plugin("local");

    @TempDir
    Path folder;

    private final QueueHouse house = new QueueHouse();
    private SpoolQueue queue;

    /** What an agent does with a delivery in whatever way. */
    private interface Misdeed {
        List<Outcome> commit(Delivery delivery) throws Exception;
    }

    @BeforeEach
    void open() throws Exception {
        queue = TestQueues.open(folder, house);
        house.agent("smtp", QueueHouse::delivered);
    }

    @AfterEach
    void close() {
        queue.close();
    }

    /** An agent that asks for nothing. */
    private void local(String version, DeliveryAgent agent) {
        house.seats().fill(DeliveryAgent.class, LOCAL, version, agent, Map.of(DeliveryAgent.TRANSPORT, "local"));
    }

    private static List<Outcome> delivered(Delivery delivery) {
        return delivery.targets().stream().map(QueueHouse::delivered).toList();
    }

    private List<String> toOurs(int mails) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < mails; i++) {
            String id = queue.newId();
            queue.enqueue(QueueHouse.envelope(id, "kate" + i + "@here.example"), QueueHouse.message("x"), Instant.MIN);
            ids.add(id);
        }
        return ids;
    }

    private void elsewhereGoesOn() throws Exception {
        long before = elsewhere();
        for (int i = 0; i < 20; i++) {
            queue.enqueue(
                    QueueHouse.envelope(queue.newId(), "tom@good" + i + ".example"),
                    QueueHouse.message("x"),
                    Instant.MIN);
        }
        Await.until("what goes elsewhere is delivered", () -> elsewhere() == before + 20);
    }

    /** Without reports of what waits for long. */
    private long elsewhere() {
        return house.arrived().stream()
                .filter(mail -> mail.end().domain().startsWith("good"))
                .count();
    }

    private Breaker breaker() {
        Await.until("it has been called", () -> queue.breakers().stream()
                .anyMatch(each -> each.plugin().equals(LOCAL)));
        return queue.breakers().stream()
                .filter(each -> each.plugin().equals(LOCAL))
                .findFirst()
                .orElseThrow();
    }

    private void retryUntilEmpty() {
        Await.until("the mail has left", () -> {
            house.clock().advance(Duration.ofMinutes(2));
            queue.wake();
            return queue.list().isEmpty();
        });
    }

    /** Java lets a plug-in throw what its method does not declare. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> E undeclared(Exception thrown) throws E {
        throw (E) thrown;
    }

    private void opensAndCloses(Misdeed misdeed) throws Exception {
        AtomicBoolean naughty = new AtomicBoolean(true);
        AtomicInteger calls = new AtomicInteger();
        local("1", delivery -> {
            calls.incrementAndGet();
            if (!naughty.get()) {
                return delivered(delivery);
            }
            try {
                return misdeed.commit(delivery);
            } catch (Exception e) {
                throw FailingAgentTest.<RuntimeException>undeclared(e);
            }
        });
        List<String> mails = toOurs(8);
        Await.until("it is open", () -> {
            if (breaker().failures() == 4 && breaker().state() == State.CLOSED) {
                // As many as are in it at a time: the next ones decide.
                house.clock().advance(Duration.ofSeconds(2));
                queue.wake();
            }
            return breaker().state() == State.OPEN;
        });
        Await.until("all wait", () -> queue.list().stream()
                .allMatch(mail -> !mail.recipients().get(0).reply().isEmpty()));
        assertThat(mails).allMatch(id -> queue.find(id).isPresent());
        int asked = calls.get();
        List<String> more = toOurs(3);
        Await.until("it is told why", () -> more.stream().allMatch(id -> queue.find(id)
                .orElseThrow()
                .recipients()
                .get(0)
                .reply()
                .equals("local delivery does not work at present")));
        assertThat(calls.get()).isEqualTo(asked);
        elsewhereGoesOn();
        assertThat(breaker().reason()).startsWith("its breaker is open since ");
        naughty.set(false);
        retryUntilEmpty();
        assertThat(breaker().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void oneThatThrowsIsNotAskedForAWhileAndItsMailWaits() throws Exception {
        opensAndCloses(delivery -> {
            throw new IllegalStateException("broken");
        });
        assertThat(breaker().lastFailure()).startsWith("it threw IllegalStateException");
    }

    @Test
    void oneThatThrowsAnErrorIsNotAskedForAWhile() throws Exception {
        opensAndCloses(delivery -> {
            throw new NoClassDefFoundError("gone/Missing");
        });
    }

    @Test
    void oneThatThrowsThatMemoryIsShortIsNotAskedForAWhile() throws Exception {
        opensAndCloses(delivery -> {
            throw new OutOfMemoryError("as if");
        });
        assertThat(breaker().lastFailure()).startsWith("it threw OutOfMemoryError");
    }

    @Test
    void oneThatSaysThatItWasInterruptedIsNotAskedForAWhile() throws Exception {
        opensAndCloses(delivery -> {
            throw new InterruptedException("as if");
        });
        assertThat(breaker().lastFailure()).startsWith("it threw InterruptedException");
    }

    @Test
    void oneThatGivesHalfAnOutcomeIsNotAskedForAWhile() throws Exception {
        AtomicInteger way = new AtomicInteger();
        opensAndCloses(delivery -> {
            Recipient recipient = delivery.targets().get(0).recipient();
            return List.of(
                    switch (way.getAndIncrement() % 4) {
                        case 0 -> new Outcome(null, Status.DELIVERED, "ok", Optional.empty());
                        case 1 -> new Outcome(recipient, null, "ok", Optional.empty());
                        case 2 -> new Outcome(recipient, Status.NOT_NOW, null, Optional.empty());
                        default -> new Outcome(recipient, Status.NOT_NOW, "later", null);
                    });
        });
        assertThat(breaker().lastFailure()).startsWith("it threw NullPointerException");
    }

    @Test
    void whatIsPutOffWithoutAWordIsTriedAgain() throws Exception {
        AtomicBoolean naughty = new AtomicBoolean(true);
        local("1", delivery -> {
            if (naughty.get()) {
                throw MailException.notNow(null);
            }
            return delivered(delivery);
        });
        String mail = toOurs(1).get(0);
        Await.until(
                "it is put off",
                () -> queue.find(mail).orElseThrow().recipients().get(0).reply().equals("no reason was given"));
        naughty.set(false);
        retryUntilEmpty();
    }

    @Test
    void oneThatGivesNoOutcomesIsNotAskedForAWhile() throws Exception {
        opensAndCloses(delivery -> List.of());
    }

    @Test
    void oneThatSleepsIsInterruptedAtItsDeadlineAndNotAskedForAWhile() throws Exception {
        try (Hung hung = new Hung()) {
            queue.change(TestQueues.DISK, TestQueues.HASTY);
            opensAndCloses(delivery -> {
                hung.hang();
                return delivered(delivery);
            });
            Await.until("nobody hangs", () -> hung.inside() == 0);
            assertThat(breaker().abandoned()).isZero();
        }
    }

    @Test
    void oneThatIgnoresItsInterruptionIsOutAfterFourThreadsUntilItIsReplaced() throws Exception {
        try (Hung hung = new Hung()) {
            AtomicBoolean well = new AtomicBoolean(true);
            local("1", delivery -> {
                if (!well.get()) {
                    hung.hangStubbornly();
                }
                return delivered(delivery);
            });
            toOurs(100);
            Await.until("it does well", () -> queue.list().isEmpty());
            well.set(false);
            queue.change(TestQueues.DISK, TestQueues.HASTY);
            List<String> mails = toOurs(16);
            elsewhereGoesOn();
            Await.until("it is out", () -> {
                // Those who came first may have opened its breaker before the fourth was in it.
                house.clock().advance(Duration.ofMinutes(2));
                queue.wake();
                return breaker().state() == State.OUT;
            });
            assertThat(breaker().abandoned()).isEqualTo(4);
            assertThat(hung.inside()).isEqualTo(4);
            assertThat(breaker().reason()).startsWith("it is out since ");
            elsewhereGoesOn();
            assertThat(mails).allMatch(id -> queue.find(id).isPresent());
            well.set(true);
            local("2", FailingAgentTest::delivered);
            retryUntilEmpty();
        }
    }
}
