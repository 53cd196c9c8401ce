package org.posthouse.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

final class OpenDoorsTest {
    private final List<ServiceReference<?>> servers = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    private final BundleContext bundle = (BundleContext) Proxy.newProxyInstance(
            OpenDoorsTest.class.getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "getAllServiceReferences" -> servers.isEmpty() ? null : servers.toArray(ServiceReference[]::new);
                case "getProperty" -> "18080";
                default -> throw new UnsupportedOperationException(method.getName());
            });

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    };

    @Test
    void aPortThatAnotherHasIsTold() {
        OpenDoors doors = new OpenDoors(bundle, clock);
        assertThat(doors.troubles()).isEmpty();
        now = now.plusSeconds(31);
        assertThat(doors.troubles()).singleElement().asString().contains("18080", "posthouse.log");
        servers.add((ServiceReference<?>) Proxy.newProxyInstance(
                OpenDoorsTest.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (proxy, method, arguments) -> "http://127.0.0.1:18080/"));
        assertThat(doors.troubles()).isEmpty();
    }
}
