package org.posthouse.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.dns.Answer;
import org.posthouse.api.dns.Resolver;

class WayTest {
    private final Map<String, Map<String, String>> routes = new TreeMap<>();
    private final Map<String, Answer<?>> dns = new TreeMap<>();

    private Way way(String domain) {
        return Way.of(domain, settings(), (Resolver) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Resolver.class},
                (proxy, method, arguments) -> dns.getOrDefault(
                        method.getName() + " " + arguments[0],
                        Answer.none(Answer.Outcome.NO_NAME, false, Duration.ZERO))));
    }

    private Configurations settings() {
        return (Configurations) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Configurations.class},
                (proxy, method, arguments) -> method.getName().equals("pids")
                        ? List.copyOf(routes.keySet())
                        : Optional.of(described((String) arguments[0])));
    }

    private Configurations.Described described(String pid) {
        return new Configurations.Described(
                pid,
                "",
                "",
                routes.get(pid).entrySet().stream()
                        .map(each -> new Configurations.Setting(
                                each.getKey(), "", "", "text", false, false, List.of(each.getValue()), List.of(), true))
                        .toList());
    }

    private void route(String domain, String host, String port) {
        routes.put(
                "org.posthouse.delivery.smtp.route~" + routes.size(),
                Map.of("domain", domain, "host", host, "port", port));
    }

    @Test
    void aFixedRouteOfTheDomainComesBeforeThatOfAll() {
        route("*", "relay.example", "587");
        assertThat(way("b\u00fccher.example").hosts()).containsExactly("relay.example:587");
        assertThat(way("b\u00fccher.example").why()).isEqualTo("fixed route of all domains");
        route("xn--bcher-kva.example", "2001:db8::1", "25");
        assertThat(way("b\u00fccher.example").hosts()).containsExactly("[2001:db8::1]:25");
    }

    @Test
    void withoutOneTheDnsSays() {
        dns.put(
                "mx a.example",
                Answer.of(
                        List.of(new Resolver.Mx(20, "two.example"), new Resolver.Mx(10, "one.example")),
                        false,
                        Duration.ZERO));
        assertThat(way("a.example").hosts()).containsExactly("10 one.example", "20 two.example");
        dns.put("mx b.example", Answer.none(Answer.Outcome.FAILED, false, Duration.ZERO));
        assertThat(way("b.example").by()).isEqualTo("unknown");
        assertThat(way("c.example").by()).isEqualTo("nothing");
    }
}
