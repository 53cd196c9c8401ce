package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RelayTest {
    @ParameterizedTest
    @CsvSource({
        "relay.example, relay.example, 25",
        "Relay.Example:587, relay.example, 587",
        "192.0.2.1:2525, 192.0.2.1, 2525",
        "[2001:db8::1]:2525, 2001:db8::1, 2525",
        "[2001:db8::1], 2001:db8::1, 25",
        "2001:db8::1, 2001:db8::1, 25"
    })
    void aHostIsReadWithItsPort(String target, String host, int port) throws Exception {
        Relay relay = Relay.read("*", target, "", "may");
        assertThat(relay.host()).isEqualTo(host);
        assertThat(relay.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":25", "host:", "host:0", "host:65536", "host:smtp", "a b", "host/path", "user@host"})
    void whatIsNoHostIsWrongUsage(String target) {
        assertThatThrownBy(() -> Relay.read("*", target, "", "may")).isInstanceOf(UsageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a..b", "a b", "kate@school.edu", "../x", "a/b", "**"})
    void whatIsNoDomainIsWrongUsage(String domain) {
        assertThatThrownBy(() -> Relay.read(domain, "host", "", "may")).isInstanceOf(UsageException.class);
    }

    @Test
    void aDomainIsNamedByItsALabels() throws Exception {
        assertThat(Relay.pid(Relay.domain("Bücher.example")))
                .isEqualTo("org.posthouse.delivery.smtp.route~xn--bcher-kva.example");
        assertThat(Relay.pid(Relay.domain("*"))).isEqualTo("org.posthouse.delivery.smtp.route~default");
    }

    @Test
    void aHostNeedNotProveItsNameIfThatIsSaid() throws Exception {
        Relay relay = Relay.read("*", "host", "", "must");
        assertThat(relay.settings("")).containsEntry("verifyCertificate", List.of("true"));
        assertThat(relay.verifying("no").settings("")).containsEntry("verifyCertificate", List.of("false"));
        assertThatThrownBy(() -> relay.verifying("maybe")).hasMessageContaining("yes, no");
    }

    @Test
    void encryptionIsOneOfThree() {
        assertThatThrownBy(() -> Relay.read("*", "host", "", "often")).hasMessageContaining("none, may, must");
    }
}
