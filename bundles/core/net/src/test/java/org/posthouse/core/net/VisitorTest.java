package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.posthouse.api.log.EventLog;

class VisitorTest {
    private static Visitor visitor(byte[] address, boolean clearTextLogin, boolean demo) {
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 25);
        DoorSettings door = new DoorSettings(
                "smtp",
                "smtp",
                here,
                DoorSettings.Security.NONE,
                clearTextLogin,
                demo,
                new DoorLimits(1, 1, 1),
                1,
                Duration.ZERO);
        try {
            return new Visitor(
                    "1",
                    () -> door,
                    EventLog.SILENT,
                    new Census<>(),
                    () -> false,
                    new InetSocketAddress(InetAddress.getByAddress(address), 1),
                    here,
                    Instant.now());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void passwordsInClearTextNeedAnAdministratorsLeaveOrADemonstrationOnThisMachine() {
        byte[] loopback = {127, 0, 0, 1};
        byte[] elsewhere = {(byte) 192, 0, 2, 1};
        assertThat(visitor(loopback, false, false).confidential()).isFalse();
        assertThat(visitor(loopback, false, true).confidential()).isTrue();
        assertThat(visitor(elsewhere, false, true).confidential()).isFalse();
        assertThat(visitor(elsewhere, true, false).confidential()).isTrue();
    }

    @Test
    void tlsIsOfferedOnlyWhereTheListenerHasIt() {
        assertThat(visitor(new byte[] {127, 0, 0, 1}, false, false).tlsOffered())
                .isFalse();
    }

    @Test
    void onlyValuesOfTheRuntimeAreHandedOver() {
        assertThat(Plain.is(Map.of("a", List.of(1, 2L, "x", true, new byte[1], Map.of("b", 1.5)))))
                .isTrue();
        assertThat(Plain.is(Map.of("a", List.of(new Object())))).isFalse();
        assertThat(Plain.is(Map.of("a", this))).isFalse();
    }
}
