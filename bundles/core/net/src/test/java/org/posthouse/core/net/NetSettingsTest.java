package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NetSettingsTest {
    /** All numbers are this one, all else as it is by default. */
    private static NetConfiguration all(Number number) {
        return (NetConfiguration) Proxy.newProxyInstance(
                NetSettingsTest.class.getClassLoader(),
                new Class<?>[] {NetConfiguration.class},
                (proxy, method, arguments) -> {
                    if (method.getReturnType() == int.class) {
                        return number.intValue();
                    }
                    return method.getReturnType() == long.class ? number.longValue() : method.getDefaultValue();
                });
    }

    @Test
    void numbersOutOfTheirRangeAreBroughtIntoIt() {
        NetSettings least = NetSettings.of(all(-5));
        assertThat(least.workers()).isEqualTo(1);
        assertThat(least.connections()).isEqualTo(1);
        assertThat(least.compressions()).isZero();
        assertThat(least.budgets().contents()).isZero();
        assertThat(least.handshake()).isEqualTo(Duration.ofSeconds(1));
        NetSettings most = NetSettings.of(all(Integer.MAX_VALUE));
        assertThat(most.workers()).isEqualTo(1024);
        assertThat(most.connections()).isEqualTo(1_000_000);
        assertThat(most.write()).isEqualTo(Duration.ofHours(1));
    }
}
