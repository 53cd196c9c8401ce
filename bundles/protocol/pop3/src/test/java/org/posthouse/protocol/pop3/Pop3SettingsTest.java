package org.posthouse.protocol.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.spi.protocol.ProtocolHandler.HandOver;

class Pop3SettingsTest {
    /** All numbers are this one, all else as it is by default. */
    private static Pop3Configuration all(int number) {
        return (Pop3Configuration) Proxy.newProxyInstance(
                Pop3SettingsTest.class.getClassLoader(),
                new Class<?>[] {Pop3Configuration.class},
                (proxy, method, arguments) -> method.getReturnType() == int.class ? number : method.getDefaultValue());
    }

    @Test
    void numbersOutOfTheirRangeAreBroughtIntoIt() {
        assertThat(Pop3Settings.of(all(-1)).autologout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(Pop3Settings.of(all(-1)).badCommands()).isEqualTo(1);
        assertThat(Pop3Settings.of(all(Integer.MAX_VALUE)).loginPatience()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aGreetingPromisesNoApop() {
        for (String greeting : List.of("", " ", "Posthouse <1.2@mail.example>", "two\r\nlines", "Posthäuser")) {
            assertThatThrownBy(() -> new Pop3Settings(
                            greeting, Duration.ofMinutes(3), Duration.ofMinutes(10), Duration.ofMinutes(5), 1, 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whatIsNotWholeIsNotResumed() {
        HandOver whole = new Session().handOver();
        assertThat(Session.from(whole)).isPresent();
        assertThat(Session.from(new HandOver(whole.layout() + 1, whole.values())))
                .isEmpty();
        assertThat(Session.from(new HandOver(whole.layout(), Map.of()))).isEqualTo(Optional.empty());
        assertThat(Session.from(new HandOver(whole.layout(), Map.of("phase", 1))))
                .isEmpty();
    }
}
