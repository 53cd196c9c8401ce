package org.posthouse.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.posthouse.core.queue.dispatch.DispatchSettings;
import org.posthouse.core.queue.spool.SpoolSettings;

class QueueConfigurationTest {
    /** All numbers are this one, all else as it is by default. */
    private static QueueConfiguration all(Number number) {
        return (QueueConfiguration) Proxy.newProxyInstance(
                QueueConfigurationTest.class.getClassLoader(),
                new Class<?>[] {QueueConfiguration.class},
                (proxy, method, arguments) -> {
                    if (method.getReturnType() == int.class) {
                        return number.intValue();
                    }
                    return method.getReturnType() == long.class ? number.longValue() : method.getDefaultValue();
                });
    }

    @Test
    void numbersOutOfTheirRangeAreBroughtIntoIt() {
        assertThat(QueueConfiguration.Settings.spool(all(-1))).isEqualTo(new SpoolSettings(1 << 20, 0, Duration.ZERO));
        assertThat(QueueConfiguration.Settings.spool(all(Integer.MAX_VALUE)).segmentSize())
                .isEqualTo(1 << 30);
        DispatchSettings least = QueueConfiguration.Settings.dispatch(all(-1), "mx.example");
        assertThat(least.deliveries()).isEqualTo(1);
        assertThat(least.schedule().first()).isEqualTo(Duration.ofSeconds(1));
        DispatchSettings most = QueueConfiguration.Settings.dispatch(all(Integer.MAX_VALUE), "mx.example");
        assertThat(most.deliveries()).isEqualTo(256);
        assertThat(most.schedule().lifetime()).isEqualTo(Duration.ofDays(365));
        assertThat(least.schedule().mostAttempts()).isEmpty();
        assertThat(least.delayAfter()).isZero();
        assertThat(least.postmaster()).hasToString("postmaster");
    }
}
