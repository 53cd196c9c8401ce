package org.posthouse.core.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.posthouse.core.queue.dispatch.DispatchSettings;
import org.posthouse.core.queue.dispatch.Schedule;
import org.posthouse.core.queue.spool.Spool;
import org.posthouse.core.queue.spool.SpoolSettings;
import org.posthouse.tck.queue.QueueHouse;

/** Queues with small segments and short deadlines. */
final class TestQueues {
    static final SpoolSettings DISK = new SpoolSettings(1 << 20, 0, Duration.ofMillis(50));
    static final DispatchSettings DISPATCH = patience(Duration.ofSeconds(10));

    private TestQueues() {}

    /** With this patience for deliveries under way. */
    static DispatchSettings patience(Duration patience) {
        return new DispatchSettings(
                16,
                16,
                8,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                patience,
                new Schedule(Duration.ofMinutes(1), Duration.ofHours(4), Duration.ofDays(5)),
                "mx.here.example");
    }

    static SpoolQueue open(Path folder, QueueHouse house) throws IOException {
        return open(folder, DISK, house);
    }

    static SpoolQueue open(Path folder, SpoolSettings disk, QueueHouse house) throws IOException {
        return open(new Spool(folder, disk), house);
    }

    static SpoolQueue open(Spool spool, QueueHouse house) {
        SpoolQueue queue = new SpoolQueue(
                spool,
                DISPATCH,
                new SpoolQueue.Colleagues(house.seats(), () -> Optional.of(house), () -> house, house.clock()));
        queue.begin();
        return queue;
    }
}
