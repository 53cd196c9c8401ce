package org.posthouse.example.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.posthouse.spi.filter.Filter;
import org.posthouse.spi.filter.Mail;
import org.posthouse.spi.filter.Opinion;
import org.posthouse.tck.filter.FilterContract;

class ExampleFilterTest implements FilterContract {
    @Override
    public Filter filter() {
        return filter("X-Example-Filter");
    }

    private static ExampleFilter filter(String header) {
        Bundle bundle = answering(Bundle.class, Map.of("getVersion", new Version(1, 0, 0)));
        return new ExampleFilter(
                answering(BundleContext.class, Map.of("getBundle", bundle)),
                answering(ExampleFilter.Settings.class, Map.of("header", header)));
    }

    private static <T> T answering(Class<T> type, Map<String, ?> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName())));
    }

    @Test
    void theMessageBearsTheVersionUnderTheNameThatWasSet() {
        // Which mail it is makes no difference to it.
        Mail any = answering(Mail.class, Map.of());
        assertThat(filter("X-Stable").message(any).opinions())
                .containsExactly(new Opinion.AddHeader("X-Stable", "1.0.0"));
    }
}
