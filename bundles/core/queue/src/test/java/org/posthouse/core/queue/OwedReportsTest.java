package org.posthouse.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Status;
import org.posthouse.core.queue.spool.End;
import org.posthouse.core.queue.spool.Item;
import org.posthouse.core.queue.spool.Progress;
import org.posthouse.core.queue.spool.Spool;
import org.posthouse.tck.queue.QueueHouse;
import org.posthouse.tck.queue.QueueHouse.Arrived;
import org.posthouse.testkit.Await;

/** Whatever happens between a delivery and the report of it, the sender is told once. */
class OwedReportsTest {
    private static final Address SENDER = QueueHouse.address("ron@there.example");
    private static final Address KATE = QueueHouse.address("kate@here.example");
    private static final long PLENTY = 1L << 40;

    @TempDir
    Path folder;

    private final QueueHouse house = new QueueHouse();
    private final AtomicLong free = new AtomicLong(PLENTY);

    @BeforeEach
    void agents() {
        house.agent("local", QueueHouse::delivered);
        house.agent("smtp", QueueHouse::delivered);
    }

    private Spool spool() throws Exception {
        return new Spool(folder, TestQueues.DISK, free::get);
    }

    private Item take(Spool spool, String id, Address to, String notify) throws Exception {
        Envelope.Builder envelope = Envelope.builder(id).recipient(new Recipient(to, Map.of("NOTIFY", notify)));
        if (!notify.equals("NEVER")) {
            envelope.reversePath(SENDER);
        }
        Instant now = house.clock().instant();
        spool.enqueue(envelope.build(), QueueHouse.message("hello"), now, now, item -> {});
        return spool.find(id).orElseThrow();
    }

    private static void settle(Spool spool, Item item, Progress.Phase telling, Status last) throws Exception {
        List<End> ends = List.of(new End(KATE, last, "so it was said"));
        spool.note(item, Map.of(0, item.recipient(0).settled(telling, 0, ends)), true);
    }

    private List<Arrived> reports() {
        return house.arrived().stream()
                .filter(mail -> mail.envelope().reversePath().isEmpty())
                .toList();
    }

    private static void allIsGone(SpoolQueue queue) {
        Await.until("all is gone", () -> queue.list().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "TELL_FAILED, 5, failed",
        "TELL_DELIVERED, 2, delivered",
        "TELL_RELAYED, 2, relayed",
        "TELL_EXPANDED, 2, expanded"
    })
    void whatWasSettledBeforeAStopIsToldAfterIt(Progress.Phase telling, int status, String action) throws Exception {
        try (Spool spool = spool()) {
            settle(spool, take(spool, "Q1", KATE, "SUCCESS,FAILURE"), telling, new Status(status, 1, 1));
        }
        try (SpoolQueue queue = TestQueues.open(spool(), house)) {
            allIsGone(queue);
        }
        assertThat(house.arrived()).as("nothing is delivered again").hasSize(1);
        assertThat(reports()).singleElement().satisfies(report -> assertThat(report.octets())
                .contains("Action: " + action, "Status: " + status + ".1.1"));
    }

    @Test
    void whatWasToldBeforeAStopIsNotToldAgain() throws Exception {
        try (Spool spool = spool()) {
            settle(spool, take(spool, "Q1", KATE, "FAILURE"), Progress.Phase.TELL_FAILED, new Status(5, 1, 1));
            take(spool, QueueIds.derived("Q1 failed [0]"), SENDER, "NEVER");
        }
        try (SpoolQueue queue = TestQueues.open(spool(), house)) {
            allIsGone(queue);
        }
        assertThat(reports()).hasSize(1);
    }

    @Test
    void aDelayThatWasToldBeforeAStopIsNotToldAgain() throws Exception {
        house.agent("local", target -> QueueHouse.says(target, 4, 2, 2));
        try (Spool spool = spool()) {
            Item late = take(spool, "Q1", KATE, "DELAY,FAILURE");
            Instant due = house.clock().instant().plus(Duration.ofHours(6));
            spool.note(late, Map.of(0, late.recipient(0).dueAt(due.toEpochMilli())), true);
            take(spool, QueueIds.derived("Q1 delayed since " + late.arrivedMillis() + " 0"), SENDER, "NEVER");
        }
        try (SpoolQueue queue = TestQueues.open(spool(), house)) {
            Await.until("the report is gone", () -> queue.list().size() == 1);
            tried(queue);
            assertThat(queue.list()).as("no other report waits").hasSize(1);
        }
        assertThat(reports()).hasSize(1);
    }

    private void tried(SpoolQueue queue) {
        int before = attempts(queue);
        house.clock().advance(Duration.ofHours(6));
        queue.wake();
        Await.until("it is tried", () -> attempts(queue) > before);
    }

    private static int attempts(SpoolQueue queue) {
        return queue.find("Q1").orElseThrow().recipients().get(0).attempts();
    }

    @ParameterizedTest
    @CsvSource({"2, delivered", "5, failed"})
    void aReportThatCannotBeWrittenIsMadeLater(int outcome, String action) throws Exception {
        Spool spool = spool();
        house.agent("local", target -> {
            free.set(0);
            assertThat(spool.roomCame()).as("it looks at the disk").isFalse();
            return outcome == 2 ? QueueHouse.delivered(target) : QueueHouse.says(target, outcome, 1, 1);
        });
        try (SpoolQueue queue = TestQueues.open(spool, house)) {
            Map<String, String> wishes = Map.of("NOTIFY", "SUCCESS,FAILURE");
            Envelope envelope = Envelope.builder("Q1")
                    .reversePath(SENDER)
                    .recipient(new Recipient(KATE, wishes))
                    .build();
            queue.enqueue(envelope, QueueHouse.message("hello"), Instant.EPOCH);
            Await.until("it is put off", () -> queue.find("Q1")
                    .flatMap(mail -> mail.recipients().get(0).next())
                    .filter(next -> next.isAfter(house.clock().instant()))
                    .isPresent());
            assertThat(reports()).isEmpty();
            free.set(PLENTY);
            house.clock().advance(Duration.ofMinutes(2));
            queue.wake();
            allIsGone(queue);
        }
        assertThat(reports()).singleElement().satisfies(report -> assertThat(report.octets())
                .contains("Action: " + action));
        assertThat(house.arrived()).as("nothing is delivered again").hasSize(outcome == 2 ? 2 : 1);
    }
}
