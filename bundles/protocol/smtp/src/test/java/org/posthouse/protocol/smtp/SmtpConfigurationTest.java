package org.posthouse.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SmtpConfigurationTest {
    /** All numbers are this one, all else as it is by default. */
    private static SmtpConfiguration all(Number number) {
        return (SmtpConfiguration) Proxy.newProxyInstance(
                SmtpConfigurationTest.class.getClassLoader(),
                new Class<?>[] {SmtpConfiguration.class},
                (proxy, method, arguments) -> {
                    if (method.getReturnType() == int.class) {
                        return number.intValue();
                    }
                    return method.getReturnType() == long.class ? number.longValue() : method.getDefaultValue();
                });
    }

    @Test
    void numbersOutOfTheirRangeAreBroughtIntoIt() {
        SmtpSettings least = SmtpSettings.of(all(-1), "mx.example");
        assertThat(least.maxMessageSize()).isEqualTo(65_536);
        assertThat(least.maxLine()).isEqualTo(998);
        assertThat(least.commandPatience()).isEqualTo(Duration.ofSeconds(1));
        SmtpSettings most = SmtpSettings.of(all(Integer.MAX_VALUE), "mx.example");
        assertThat(most.maxLine()).isEqualTo(1_048_576);
        assertThat(most.maxFailedLogins()).isEqualTo(100);
    }
}
