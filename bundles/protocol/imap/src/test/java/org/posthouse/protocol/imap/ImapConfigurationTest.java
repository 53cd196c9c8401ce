package org.posthouse.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.posthouse.protocol.imap.session.ImapSettings;
import org.posthouse.protocol.imap.session.Limits;
import org.posthouse.protocol.imap.session.TimeOuts;

class ImapConfigurationTest {
    /** All numbers are this one, all else as it is by default. */
    private static ImapConfiguration all(Number number) {
        return (ImapConfiguration) Proxy.newProxyInstance(
                ImapConfigurationTest.class.getClassLoader(),
                new Class<?>[] {ImapConfiguration.class},
                (proxy, method, arguments) -> {
                    if (method.getReturnType() == int.class) {
                        return number.intValue();
                    }
                    return method.getReturnType() == long.class ? number.longValue() : method.getDefaultValue();
                });
    }

    @Test
    void numbersOutOfTheirRangeAreBroughtIntoIt() {
        ImapSettings least = ImapProtocol.settings(all(-1));
        assertThat(least.limits()).isEqualTo(new Limits(1, 8_192, 65_536, 1_024, 256, 1, 1, 1, 1));
        assertThat(least.timeOuts())
                .isEqualTo(new TimeOuts(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofSeconds(10)));
        ImapSettings most = ImapProtocol.settings(all(Integer.MAX_VALUE));
        assertThat(most.limits())
                .isEqualTo(new Limits(
                        Integer.MAX_VALUE, 1 << 20, 1 << 24, 1 << 20, 1 << 20, 1_000_000, 100_000, 1_000, 100));
        assertThat(most.timeOuts())
                .isEqualTo(new TimeOuts(Duration.ofHours(1), Duration.ofHours(24), Duration.ofHours(1)));
        assertThat(ImapProtocol.settings(all(Long.MAX_VALUE)).limits().append()).isEqualTo(0xFFFF_FFFFL);
    }

    @Test
    void whatIsNotSetIsAsByDefault() {
        assertThat(ImapProtocol.settings(byDefault())).isEqualTo(ImapSettings.DEFAULT);
    }

    private static ImapConfiguration byDefault() {
        return (ImapConfiguration) Proxy.newProxyInstance(
                ImapConfigurationTest.class.getClassLoader(),
                new Class<?>[] {ImapConfiguration.class},
                (proxy, method, arguments) -> method.getDefaultValue());
    }
}
