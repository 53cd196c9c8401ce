package org.posthouse.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.tck.queue.QueueHouse;
import org.posthouse.testkit.Await;

/** One copy for all recipients at one place, RFC 5321 §4.5.4.1 and §5.1. */
class TogetherTest {
    @TempDir
    Path folder;

    private final QueueHouse house = new QueueHouse();
    private final List<List<String>> calls = new CopyOnWriteArrayList<>();
    private final List<String> identities = new CopyOnWriteArrayList<>();
    private SpoolQueue queue;

    @BeforeEach
    void open() throws Exception {
        queue = TestQueues.open(folder, house);
        house.agent("smtp", "1.0.0", delivery -> {
            delivery.message().identity().ifPresent(identities::add);
            calls.add(delivery.targets().stream()
                    .map(target -> target.route().address().toString())
                    .toList());
            return delivery.targets().stream()
                    .map(target -> target.recipient().address().localPart().equals("late")
                            ? QueueHouse.says(target, 4, 2, 2)
                            : QueueHouse.delivered(target))
                    .toList();
        });
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private void take(String... recipients) throws Exception {
        queue.enqueue(QueueHouse.envelope("Q1", recipients), QueueHouse.message("hello"), Instant.EPOCH);
    }

    private List<QueuedMail.Step> left() {
        return queue.find("Q1").map(QueuedMail::recipients).orElse(List.of());
    }

    @Test
    void whatGoesToOnePlaceGoesTogetherAndEachHasAnOutcomeOfItsOwn() throws Exception {
        take("a@one.example", "x@two.example", "late@one.example", "c@One.example");
        Await.untilAsserted(() -> assertThat(left()).singleElement().satisfies(step -> {
            assertThat(step.address()).hasToString("late@one.example");
            assertThat(step.attempts()).isEqualTo(1);
        }));
        assertThat(calls)
                .containsExactlyInAnyOrder(
                        List.of("a@one.example", "late@one.example", "c@one.example"), List.of("x@two.example"));
    }

    @Test
    void aHundredGoAtOnceAndTheOthersAfterThem() throws Exception {
        take(IntStream.range(0, 150).mapToObj(i -> "u" + i + "@one.example").toArray(String[]::new));
        Await.until("all have it", () -> left().isEmpty());
        assertThat(calls).extracting(List::size).containsExactlyInAnyOrder(100, 50);
        assertThat(calls.stream().flatMap(List::stream)).doesNotHaveDuplicates().hasSize(150);
    }

    @Test
    void mailToSeveralSaysEachTimeThatItIsTheSame() throws Exception {
        String text = "x".repeat(5000);
        queue.enqueue(QueueHouse.envelope("Q1", "a@one.example"), QueueHouse.message(text), Instant.EPOCH);
        Await.until("it has arrived", () -> left().isEmpty() && calls.size() == 1);
        assertThat(identities).isEmpty();
        String[] two = {"a@one.example", "x@two.example"};
        queue.enqueue(QueueHouse.envelope("Q1", two), QueueHouse.message(text), Instant.EPOCH);
        Await.until("they have arrived", () -> left().isEmpty() && calls.size() == 3);
        assertThat(identities).hasSize(2).containsOnly(identities.get(0));
        queue.enqueue(QueueHouse.envelope("Q1", two), QueueHouse.message("y" + text), Instant.EPOCH);
        Await.until("the others have arrived", () -> left().isEmpty() && calls.size() == 5);
        assertThat(identities).hasSize(4);
        assertThat(identities.get(2)).isEqualTo(identities.get(3)).isNotEqualTo(identities.get(0));
        assertThat(queue.deliver(QueueHouse.envelope("Q2", two), QueueHouse.message(text)))
                .hasSize(2);
        assertThat(identities.subList(4, 5)).containsOnly(identities.get(0));
    }
}
