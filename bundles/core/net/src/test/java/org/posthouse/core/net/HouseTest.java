package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HouseTest {
    @Test
    void anAddressThatIsSetIsTaken() {
        assertThat(new House("192.0.2.1", 0, false).address(" 198.51.100.7 ")).isEqualTo("198.51.100.7");
        assertThat(new House("192.0.2.1", 0, false).address("")).isEqualTo("192.0.2.1");
        assertThat(new House("", 0, false).address("")).isEmpty();
    }

    @Test
    void loopbackIsTheServersOwnIfItHasOneOfThose() {
        assertThat(new House("", 0, false).address("loopback")).isEqualTo("127.0.0.1");
        assertThat(new House("192.0.2.1", 0, false).address("Loopback")).isEqualTo("127.0.0.1");
        assertThat(new House("127.0.0.3", 0, false).address("loopback")).isEqualTo("127.0.0.3");
        assertThat(new House("::1", 0, false).address("loopback")).isEqualTo("::1");
    }
}
