package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.posthouse.api.log.EventLog;

/** How much may be on its way to a client. */
class OutboxTest {
    private static final int BUDGET = 1 << 20;

    private final Room room = new Room(() -> BUDGET);

    private Outbox outbox(boolean stranger) {
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 143);
        DoorSettings door = new DoorSettings(
                "imap",
                "imap",
                here,
                DoorSettings.Security.NONE,
                true,
                false,
                new DoorLimits(1, 1, 1),
                1,
                Duration.ZERO);
        Visitor visitor =
                new Visitor("1", () -> door, EventLog.SILENT, new Census<>(), () -> false, here, here, Instant.EPOCH);
        if (!stranger) {
            assertThat(visitor.loggedInAs("kate@school.edu")).isTrue();
        }
        return new Outbox(room, visitor);
    }

    @Test
    void whoHasLoggedInHasMuchOnItsWayWhileMemoryIsPlentiful() {
        Outbox kate = outbox(false);
        assertThat(kate.mark()).isEqualTo(1 << 17);
        kate.hold(BUDGET / 4);
        assertThat(kate.mark()).isEqualTo(1 << 15);
        kate.hold(BUDGET);
        assertThat(kate.mark()).isEqualTo(1 << 12);
        kate.hold(-BUDGET - BUDGET / 4);
        assertThat(kate.mark()).isEqualTo(1 << 17);
    }

    @Test
    void aStrangerHasLittleOnItsWay() {
        Outbox stranger = outbox(true);
        assertThat(stranger.mark()).isEqualTo(1 << 15);
        stranger.hold(BUDGET - BUDGET / 8);
        assertThat(stranger.mark()).isEqualTo(1 << 12);
    }
}
