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

/** Queues with small segments, whose clock is moved by the test. */
final class TestQueues {
    static final SpoolSettings DISK = new SpoolSettings(1 << 20, 0, Duration.ofMillis(50));
    static final Schedule SCHEDULE =
            new Schedule(Duration.ofMinutes(1), 2, Duration.ofHours(4), Duration.ofDays(5), OptionalInt.empty());
    /** So that no delivery that does not hang is put off, however busy the machine is: nobody would move the clock. */
    private static final Duration DEADLINE = Duration.ofSeconds(50);

    static final DispatchSettings DISPATCH = settings(Duration.ofSeconds(10), SCHEDULE);
    /** While something hangs here. */
    static final DispatchSettings HASTY = settings(Duration.ofSeconds(10), SCHEDULE, Duration.ofSeconds(1));

    private TestQueues() {}

    /** With this patience for deliveries under way, and this schedule. */
    static DispatchSettings settings(Duration patience, Schedule schedule) {
        return settings(patience, schedule, DEADLINE);
    }

    private static DispatchSettings settings(Duration patience, Schedule schedule, Duration localDeadline) {
        return new DispatchSettings(
                16,
                16,
                8,
                localDeadline,
                DEADLINE,
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
