package org.posthouse.core.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class AccountsSettingsTest {
    /** All numbers are this one, all else as it is by default. */
    private static AccountsConfiguration all(Number number) {
        return (AccountsConfiguration) Proxy.newProxyInstance(
                AccountsSettingsTest.class.getClassLoader(),
                new Class<?>[] {AccountsConfiguration.class},
                (proxy, method, arguments) -> {
                    if (method.getReturnType() == int.class) {
                        return number.intValue();
                    }
                    return method.getReturnType() == long.class ? number.longValue() : method.getDefaultValue();
                });
    }

    @Test
    void numbersOutOfTheirRangeAreBroughtIntoIt() {
        AccountsSettings least = AccountsSettings.of(all(-1));
        assertThat(least.hashers()).isEqualTo(1);
        assertThat(least.waitingLogins()).isEqualTo(1);
        assertThat(least.rememberedLogin()).isZero();
        AccountsSettings most = AccountsSettings.of(all(Integer.MAX_VALUE));
        assertThat(most.hashers()).isEqualTo(64);
        assertThat(most.shortestPassword()).isEqualTo(128);
    }
}
