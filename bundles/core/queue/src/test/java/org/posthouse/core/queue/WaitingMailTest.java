package org.posthouse.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.account.Account;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.api.queue.Selection;
import org.posthouse.api.store.MailRoom;
import org.posthouse.tck.queue.QueueHouse;
import org.posthouse.testkit.Await;

/** Who keeps room for mail that waits hears of it after a restart, and when it is gone. */
final class WaitingMailTest {
    @TempDir
    Path folder;

    private final QueueHouse house = new QueueHouse();
    private final Room room = new Room();

    private static final class Room implements MailRoom {
        private final Map<String, Long> kept = new ConcurrentHashMap<>();

        @Override
        public void ask(Account account, long octets) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void reserve(Account account, String queueId, long octets) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void restore(Account account, String queueId, long octets) {
            kept.put(account.address() + " " + queueId, octets);
        }

        @Override
        public void release(String queueId) {
            kept.keySet().removeIf(key -> key.endsWith(" " + queueId));
        }
    }

    @Test
    void whatWaitsIsToldAgainAndWhatIsGoneIsGivenBack() throws Exception {
        try (SpoolQueue queue = TestQueues.open(folder, house)) {
            queue.enqueue(QueueHouse.envelope("Q1", "kate@here.example"), QueueHouse.message("hello"), Instant.MAX);
            queue.enqueue(QueueHouse.envelope("Q2", "x@away.example"), QueueHouse.message("hello"), Instant.MAX);
        }
        try (SpoolQueue queue = TestQueues.open(folder, house)) {
            queue.keepRoom(room);
            assertThat(queue.restoreRoom(room, house)).isTrue();
            long size = queue.find("Q1").orElseThrow().size();
            assertThat(room.kept).isEqualTo(Map.of("kate@here.example Q1", size));
            queue.apply(QueueAction.DELETE, Selection.all());
            Await.until("nothing is kept", room.kept::isEmpty);
        }
    }
}
