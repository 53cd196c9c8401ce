package org.posthouse.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlugInConfigurationTest {
    private static PlugInConfiguration offerSeconds(int seconds) {
        return (PlugInConfiguration) Proxy.newProxyInstance(
                PlugInConfigurationTest.class.getClassLoader(),
                new Class<?>[] {PlugInConfiguration.class},
                (proxy, method, arguments) -> seconds);
    }

    @Test
    void aPatienceOutOfItsRangeIsBroughtIntoIt() {
        assertThat(HousePlugIns.patience(offerSeconds(-5))).isEqualTo(Duration.ofSeconds(1));
        assertThat(HousePlugIns.patience(offerSeconds(7))).isEqualTo(Duration.ofSeconds(7));
        assertThat(HousePlugIns.patience(offerSeconds(1000))).isEqualTo(Duration.ofMinutes(5));
    }
}
