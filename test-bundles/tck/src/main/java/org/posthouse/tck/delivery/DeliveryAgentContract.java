package org.posthouse.tck.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.route.Route;
import org.posthouse.spi.delivery.Delivery;
import org.posthouse.spi.delivery.Delivery.Target;
import org.posthouse.spi.delivery.DeliveryAgent;

/** What every delivery agent promises. Implement it in a test class of the agent, over a world that is new for every test. */
public interface DeliveryAgentContract {
    DeliveryAgent agent();

    /** A route this agent can deliver to; another one for each number. */
    Route reachable(int number);

    /** From now on this place fails for a time. */
    void away(int number);

    /** It is well again. */
    void back(int number);

    /** The messages that have arrived there, in order, with the fields that the agent put on them, one character an octet. */
    List<String> arrived(int number) throws Exception;

    /** Whether a second delivery under the same operation id can be recognised by where it goes to. */
    boolean knowsOperations();

    @Test
    default void thereIsOneOutcomeForEachTargetInOrder() throws Exception {
        away(2);
        Delivery delivery = delivery("Q1", "hello", 1, 2, 3);
        List<Outcome> outcomes = agent().deliver(delivery);
        assertThat(outcomes)
                .extracting(Outcome::recipient)
                .isEqualTo(delivery.targets().stream().map(Target::recipient).toList());
        assertThat(outcomes).extracting(outcome -> outcome.status().kind()).containsExactly(2, 4, 2);
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome.reply()).isNotEmpty().doesNotContain("\n"));
        assertThat(arrived(1)).hasSize(1);
        assertThat(arrived(3)).hasSize(1);
    }

    @Test
    default void theMessageArrivesAsItIs() throws Exception {
        String text = "Subject: x\r\n\r\n.\r\n..\r\n\u00e4\u0000\u00ff\r\nno line end";
        agent().deliver(delivery("Q1", text, 1));
        // A way that knows only whole lines may end the last one.
        assertThat(arrived(1)).singleElement().satisfies(arrived -> assertThat(
                        arrived.endsWith(text) ? arrived : arrived.stripTrailing())
                .endsWith(text));
    }

    @Test
    default void anEmptyMessageArrives() throws Exception {
        agent().deliver(delivery("Q1", "", 1));
        assertThat(arrived(1)).hasSize(1);
    }

    @Test
    default void aLargeMessageArrives() throws Exception {
        String text = "Subject: large\r\n\r\n" + "0123456789 abcdefghijklmnopqrstuvwxyz\r\n".repeat(100_000);
        agent().deliver(delivery("Q1", text, 1));
        assertThat(arrived(1)).singleElement().satisfies(arrived -> assertThat(arrived.endsWith(text))
                .isTrue());
    }

    @Test
    default void aNullReversePathIsNoFailure() throws Exception {
        Envelope envelope = Envelope.builder("Q1").recipient(recipient(1)).build();
        List<Outcome> outcomes = agent().deliver(delivery(envelope, message("x"), 1));
        assertThat(outcomes.get(0).status().success()).isTrue();
        assertThat(arrived(1)).hasSize(1);
    }

    @Test
    default void theMessageStaysOpenForItsOwner() throws Exception {
        Closing message = new Closing(message("x"));
        agent().deliver(delivery(envelope("Q1", 1), message, 1));
        assertThat(message.closed).isFalse();
    }

    @Test
    default void whatWasAwayIsDeliveredLater() throws Exception {
        away(1);
        assertThat(agent().deliver(delivery("Q1", "x", 1)).get(0).status().temporary())
                .isTrue();
        back(1);
        assertThat(agent().deliver(delivery("Q1", "x", 1)).get(0).status().success())
                .isTrue();
        assertThat(arrived(1)).hasSize(1);
    }

    @Test
    default void theSameOperationTwiceArrivesOnce() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(agent().deliver(delivery("Q1", "x", 1)).get(0).status().success())
                    .isTrue();
        }
        agent().deliver(delivery("Q2", "x", 1));
        assertThat(arrived(1)).hasSize(knowsOperations() ? 2 : 4);
    }

    @Test
    default void contentThatCannotBeReadIsATemporaryFailure() {
        Content broken = new Unreadable(100);
        boolean temporary;
        try {
            List<Outcome> outcomes = agent().deliver(delivery(envelope("Q1", 1), broken, 1));
            temporary = outcomes.stream().allMatch(outcome -> outcome.status().temporary());
        } catch (MailException e) {
            temporary = e.temporary();
        }
        assertThat(temporary).isTrue();
    }

    /** From {@code ron@there.example} to the recipients of these numbers. */
    default Delivery delivery(String queueId, String text, int... numbers) {
        return delivery(envelope(queueId, numbers), message(text), numbers);
    }

    default Delivery delivery(Envelope envelope, Content message, int... numbers) {
        List<Target> targets = new ArrayList<>();
        for (int number : numbers) {
            targets.add(new Target(recipient(number), reachable(number), envelope.queueId() + "-" + number));
        }
        Instant now = Instant.parse("2026-03-01T10:00:00Z");
        return new Given(envelope, List.copyOf(targets), message, now, now.plusSeconds(60));
    }

    private static Envelope envelope(String queueId, int... numbers) {
        Envelope.Builder envelope = Envelope.builder(queueId).reversePath(new Address("ron", "there.example"));
        for (int number : numbers) {
            envelope.recipient(recipient(number));
        }
        return envelope.build();
    }

    private static Recipient recipient(int number) {
        return Recipient.of(new Address("recipient" + number, "here.example"));
    }

    private static Content message(String text) {
        return Content.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A delivery as the queue makes it. */
    record Given(Envelope envelope, List<Target> targets, Content message, Instant arrived, Instant deadline)
            implements Delivery {}
}
