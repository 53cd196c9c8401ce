package org.posthouse.api.route;

import java.net.IDN;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.config.Configurations.Described;
import org.posthouse.api.config.Configurations.Setting;
import org.posthouse.api.dns.Answer;
import org.posthouse.api.dns.Resolver;
import org.posthouse.api.dns.Resolver.Mx;

/**
 * Where mail for a remote domain would be taken now.
 *
 * @param by route (fixed), mx, address (the domain's own), nothing (it would come back), or unknown (it would wait)
 * @param hosts in the order in which they would be tried
 * @param why a sentence
 */
public record Way(String domain, String by, List<String> hosts, String why) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String ROUTES = "org.posthouse.delivery.smtp.route~";
    private static final String EVERY = "*";
    private static final String NOTHING = "nothing";
    private static final String UNKNOWN = "unknown";

    public Way {
        hosts = List.copyOf(hosts);
    }

    /** As settings and DNS say; waits for DNS, some seconds at most. */
    public static Way of(String domain, Configurations configurations, Resolver resolver) {
        List<Described> routes = configurations.pids().stream()
                .filter(pid -> pid.startsWith(ROUTES))
                .flatMap(pid -> configurations.show(pid).stream())
                .toList();
        Optional<Described> fixed = Stream.of(name(domain), EVERY)
                .flatMap(name ->
                        routes.stream().filter(route -> value(route, "domain").equals(name)))
                .findFirst();
        return fixed.map(route -> new Way(
                        domain,
                        "route",
                        List.of(target(value(route, "host"), value(route, "port"))),
                        value(route, "domain").equals(EVERY) ? "fixed route of all domains" : "fixed route"))
                .orElseGet(() -> byDns(domain, resolver));
    }

    /** RFC 5321 §5.1, RFC 7505. */
    private static Way byDns(String domain, Resolver resolver) {
        Answer<Mx> exchangers = resolver.mx(domain, PATIENCE);
        if (exchangers.failed()) {
            return new Way(domain, UNKNOWN, List.of(), "DNS does not answer now; mail would wait");
        }
        if (exchangers.outcome() == Answer.Outcome.NO_NAME) {
            return new Way(domain, NOTHING, List.of(), "there is no such domain; mail would come back");
        }
        if (exchangers.values().stream().anyMatch(Mx::none)) {
            return new Way(domain, NOTHING, List.of(), "the domain takes no mail (null MX); it would come back");
        }
        if (exchangers.found()) {
            List<String> hosts = exchangers.values().stream()
                    .sorted(Comparator.comparingInt(Mx::preference).thenComparing(Mx::host))
                    .map(mx -> mx.preference() + " " + mx.host())
                    .toList();
            return new Way(domain, "mx", hosts, "MX records, the lowest number first");
        }
        return switch (resolver.addresses(domain, PATIENCE).outcome()) {
            case FOUND -> new Way(domain, "address", List.of(domain), "no MX record: the domain's own address");
            case FAILED -> new Way(domain, UNKNOWN, List.of(), "DNS does not answer now; mail would wait");
            default -> new Way(domain, NOTHING, List.of(), "neither MX record nor address; mail would come back");
        };
    }

    /** As routes are named: in A-labels where that can be. */
    private static String name(String domain) {
        try {
            return IDN.toASCII(domain).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return domain;
        }
    }

    private static String target(String host, String port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + (port.isEmpty() ? "25" : port);
    }

    private static String value(Described described, String id) {
        return described.setting(id).map(Setting::values).orElse(List.of()).stream()
                .findFirst()
                .orElse("");
    }
}
