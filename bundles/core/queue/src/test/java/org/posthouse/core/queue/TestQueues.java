package org.posthouse.core.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.posthouse.core.queue.dispatch.DispatchSettings;
import org.posthouse.core.queue.dispatch.Schedule;
import org.posthouse.core.queue.spool.Spool;
import org.posthouse.core.queue.spool.SpoolSettings;
import org.posthouse.tck.queue.QueueHouse;

/** Queues with small segments and short deadlines. */
final class TestQueues {
    static final SpoolSettings DISK = new SpoolSettings(1 << 20, 0, Duration.ofMillis(50));
    static final Schedule SCHEDULE =
            new Schedule(Duration.ofMinutes(1), 2, Duration.ofHours(4), Duration.ofDays(5), OptionalInt.empty());
    static final DispatchSettings DISPATCH = settings(Duration.ofSeconds(10), SCHEDULE);

    private TestQueues() {}

    /** With this patience for deliveries under way, and this schedule. */
    static DispatchSettings settings(Duration patience, Schedule schedule) {
        return new DispatchSettings(
                16,
                16,
                8,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                patience,
                schedule,
                Duration.ofHours(4),
                1 << 20,
                QueueHouse.address("postmaster@here.example"),
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
                new SpoolQueue.Colleagues(house.seats(), () -> Optional.of(house), house, house.clock()));
        queue.begin();
        return queue;
    }
}
