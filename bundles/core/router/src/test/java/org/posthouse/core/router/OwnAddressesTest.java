package org.posthouse.core.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnAddressesTest {
    private static OwnAddresses bound(String address) {
        return OwnAddresses.ofThisMachine(OwnAddresses.bound(Optional.of(address)));
    }

    @Test
    void allOfLoopbackIsOurs() {
        for (String bind : List.of("", "0.0.0.0", "192.0.2.1")) {
            for (String literal : List.of("[127.0.0.1]", "[127.0.0.2]", "[127.9.9.9]", "[0.0.0.0]", "[IPv6:::1]")) {
                assertThat(bound(bind).has(literal)).as("%s, %s", bind, literal).isTrue();
            }
        }
        assertThat(bound("").has("[192.0.2.1]")).isFalse();
    }

    @Test
    void boundToOneAddressOfLoopbackTheOthersAreOtherHosts() {
        assertThat(bound("127.0.0.2").has("[127.0.0.2]")).isTrue();
        assertThat(bound("127.0.0.2").has("[127.0.0.3]")).isFalse();
        assertThat(bound("127.0.0.2").has("[127.0.0.1]")).isFalse();
    }
}
