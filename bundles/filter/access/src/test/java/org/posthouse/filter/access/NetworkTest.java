package org.posthouse.filter.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, ::ffff:192.0.2.1/128",
        "192.0.2.1, 192.0.2.1/32",
        "192.0.2.77/24, 192.0.2.0/255.255.255.0",
        "192.0.2.0/24, ::ffff:c000:200/120",
        "0.0.0.0/0, ::ffff:0:0/96",
        "10.1.2.3/255.0.0.0, 10.0.0.0/8",
        "192.0.2.1/255.255.255.255, 192.0.2.1",
        "1.2.3.4/0.0.0.0, 0.0.0.0/0",
        "2001:DB8::1, 2001:db8:0:0:0:0:0:1",
        "2001:db8:ffff::/32, 2001:db8::/32"
    })
    void aNetworkIsTheSameHoweverItIsWritten(String one, String other) {
        assertThat(Network.parse(one)).isPresent().isEqualTo(Network.parse(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.04",
                "1.2.3.-4",
                "1.2.3.4/",
                "1.2.3.4/33",
                "1.2.3.4/-1",
                "1.2.3.4/08",
                "1.2.3.4/255.0.255.0",
                "1.2.3.4/0.0.0.255",
                "1.2.3.4/24/8",
                "1.2.3.4 /24",
                "::1/129",
                "::1/255.0.0.0",
                ":::",
                "1::2::3",
                "12345::",
                "fe80::1%eth0",
                "host.example",
                "host.example/24",
                "::g",
                "[::1]",
                "1.2.3.4:25",
                "+1.2.3.4",
                "１.2.3.4"
            })
    void whatIsNoNetworkIsNone(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }

    @Test
    void ipv4IsKnownAsSuch() {
        assertThat(Network.parse("10.0.0.0/8").orElseThrow().ipv4()).isTrue();
        assertThat(Network.parse("::ffff:0:0/96").orElseThrow().ipv4()).isTrue();
        assertThat(Network.parse("::/0").orElseThrow().ipv4()).isFalse();
        assertThat(Network.parse("::ffff:0:0/95").orElseThrow().ipv4()).isFalse();
        assertThat(Network.parse("::1").orElseThrow().ipv4()).isFalse();
    }

    @Test
    void anAddressIsInItsNetworkAndTheOneWithItsLastBitTurnedIsNot() {
        Random random = new Random(4);
        for (int round = 0; round < 20_000; round++) {
            int bits = 1 + random.nextInt(128);
            Network address = new Network(random.nextLong(), random.nextLong(), 128);
            Network network = address.widened(bits);
            Network turned = bits > 64
                    ? new Network(network.high(), network.low() ^ (1L << (128 - bits)), bits)
                    : new Network(network.high() ^ (1L << (64 - bits)), network.low(), bits);
            assertThat(address.widened(bits)).isEqualTo(network).isNotEqualTo(turned);
        }
    }

    @Test
    void noTextWhateverMakesItFail() {
        Random random = new Random(5);
        String alphabet = "0123456789abcdf.:/ %[]x-";
        for (int round = 0; round < 100_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(24); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Network.parse(text.toString())
                    .ifPresent(network -> assertThat(network.length()).isBetween(0, 128));
        }
    }
}
