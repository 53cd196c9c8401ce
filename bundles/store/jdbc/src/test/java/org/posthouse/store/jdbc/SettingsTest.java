package org.posthouse.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class SettingsTest {
    /** All numbers are this one, all else as it is by default. */
    private static Settings.Configuration all(Number number) {
        return (Settings.Configuration) Proxy.newProxyInstance(
                SettingsTest.class.getClassLoader(),
                new Class<?>[] {Settings.Configuration.class},
                (proxy, method, arguments) -> {
                    if (method.getReturnType() == int.class) {
                        return number.intValue();
                    }
                    return method.getReturnType() == long.class ? number.longValue() : method.getDefaultValue();
                });
    }

    @Test
    void numbersOutOfTheirRangeAreBroughtIntoIt() {
        assertThat(Settings.of(all(-1))).isEqualTo(new Settings(0, 0, 0, 0));
        assertThat(Settings.of(all(Long.MAX_VALUE))).isEqualTo(new Settings(100_000_000, 1L << 30, 1L << 30, 1L << 40));
    }

    @Test
    void aSmallDiskKeepsATwentiethInReserveUnlessMoreIsWanted() {
        assertThat(Settings.DEFAULT.fitFor(100 << 20).reserve()).isEqualTo((100 << 20) / 20);
        assertThat(new Settings(0, 0, 0, 65L << 20).fitFor(100 << 20).reserve()).isEqualTo(65L << 20);
    }
}
