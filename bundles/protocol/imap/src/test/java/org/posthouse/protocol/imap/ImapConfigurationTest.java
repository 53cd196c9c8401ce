package org.posthouse.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.posthouse.protocol.imap.session.ImapSettings;

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
        assertThat(least.commandLimit()).isEqualTo(ImapSettings.MAX_LINE);
        assertThat(least.badCommands()).isEqualTo(1);
        assertThat(least.idlePatience()).isEqualTo(Duration.ofMinutes(1));
        ImapSettings most = ImapProtocol.settings(all(Long.MAX_VALUE >> 1));
        assertThat(most.appendLimit()).isEqualTo(0xFFFF_FFFFL);
    }
}
