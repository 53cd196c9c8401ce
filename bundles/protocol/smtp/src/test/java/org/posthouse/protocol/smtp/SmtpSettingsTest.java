package org.posthouse.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.posthouse.spi.protocol.ProtocolHandler.HandOver;

class SmtpSettingsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Instant NOW = Instant.EPOCH;

    @Test
    void aHostNameThatWouldBreakRepliesIsRefused() {
        assertThatThrownBy(() -> named("")).hasMessageContaining("hostName");
        assertThatThrownBy(() -> named("a b")).hasMessageContaining("hostName");
        assertThatThrownBy(() -> named("a\r\nb")).hasMessageContaining("hostName");
        assertThat(named("mx.example").hostName()).isEqualTo("mx.example");
    }

    @Test
    void limitsOfNothingAreRefused() {
        assertThatThrownBy(() -> new SmtpSettings("mx", 1, 1, Duration.ZERO, SECOND, SECOND, SECOND, 1, 1, 1, 1, false))
                .hasMessageContaining("commandSeconds");
    }

    @Test
    void stateOfAnotherLayoutIsNotTakenOver() {
        assertThat(Session.from(new HandOver(2, Map.of()), NOW)).isEmpty();
        assertThat(Session.from(new Session(NOW).handOver(), NOW)).isPresent();
    }

    @Test
    void aFarewellIsOneReplyLine() {
        SmtpHandler handler = new SmtpScene(Dialect.MX).smtpHandler();
        assertThat(handler.farewell(false, "too many\r\nconnections"))
                .isEqualTo("421 mx.posthouse.example too many??connections");
        assertThat(handler.farewell(true, "closing down")).isEqualTo("421 4.3.2 mx.posthouse.example closing down");
    }

    private static SmtpSettings named(String hostName) {
        return new SmtpSettings(hostName, 1, 1, SECOND, SECOND, SECOND, SECOND, 1, 1, 1, 1, false);
    }
}
