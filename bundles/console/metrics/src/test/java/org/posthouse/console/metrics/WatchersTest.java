package org.posthouse.console.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WatchersTest {
    @Test
    void thisMachineMayWatchAndOthersIfTheyAreListed() {
        Watchers watchers = new Watchers("192.0.2.7", " 2001:db8::7 ");
        assertThat(watchers.may("127.0.0.1")).isTrue();
        assertThat(watchers.may("::1")).isTrue();
        assertThat(watchers.may("0:0:0:0:0:0:0:1")).isTrue();
        assertThat(watchers.may("192.0.2.7")).isTrue();
        assertThat(watchers.may("2001:db8:0:0:0:0:0:7")).isTrue();
        assertThat(watchers.may("192.0.2.8")).isFalse();
    }

    @Test
    void whatIsNoAddressIsNobody() {
        Watchers watchers = new Watchers("localhost", "999.1.1.1", "", "example.com");
        for (String address : new String[] {"localhost", "999.1.1.1", "", "example.com", "192.0.2.1", ":", "127.1"}) {
            assertThat(watchers.may(address)).as(address).isFalse();
        }
    }
}
