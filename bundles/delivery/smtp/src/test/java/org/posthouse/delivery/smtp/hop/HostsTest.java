package org.posthouse.delivery.smtp.hop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostsTest {
    private final Hosts hosts = new Hosts(Clock.systemUTC(), 1, Duration.ofSeconds(60));

    private static NextHop hop(int port) {
        return new NextHop("mx.school.edu", InetAddress.getLoopbackAddress(), port, Tls.MAY, Optional.empty(), false);
    }

    @Test
    void connectionsAreCountedForEachPort() {
        assertThat(hosts.enter(hop(25))).isTrue();
        assertThat(hosts.enter(hop(25))).isFalse();
        assertThat(hosts.enter(hop(587))).isTrue();
        hosts.leave(hop(25));
        assertThat(hosts.enter(hop(25))).isTrue();
        assertThat(hosts.enter(hop(587))).isFalse();
    }

    @Test
    void anotherLimitHoldsForThoseWhoAreThereAlready() {
        hosts.enter(hop(25));
        hosts.change(2, Duration.ZERO);
        assertThat(hosts.enter(hop(25))).isTrue();
        assertThat(hosts.enter(hop(25))).isFalse();
    }
}
